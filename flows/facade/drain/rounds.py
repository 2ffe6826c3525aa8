"""Executions with more local work than fits into a turn of the event loop, though no expression of theirs
is long: they go on a little at a time, the flows in turn."""

import asyncio
import time
from collections.abc import Callable

from flows.engine.turns import SHORT_TURN_S
from flows.facade.drain.active import Active
from flows.facade.drain.line import Line
from flows.facade.drain.tools import Tools


class Rounds:
    """``go_on`` lets an execution go on for so many seconds. Between two of them the loop belongs to
    everything else for as long as the last one took."""

    def __init__(
        self, tools: Tools, go_on: Callable[[Active, float], None], relieved: Callable[[int], None]
    ) -> None:
        self._tools = tools
        self._go_on = go_on
        self._line: Line[None] = Line(relieved)
        self._waiting: set[Active] = set()
        self._going = False
        self._closing = False

    @property
    def held(self) -> int:
        """Executions that wait to go on."""
        return self._line.size

    @property
    def full(self) -> set[int]:
        """Flows of which enough wait here."""
        return self._line.full

    def submit(self, active: Active) -> None:
        """Queues an execution; returns at once."""
        if active in self._waiting:
            return
        self._waiting.add(active)
        self._line.put(active, None)
        if not self._going:
            self._going = True
            self._tools.spawn(self._go_round())

    def close(self) -> None:
        """What waits stays with its execution."""
        self._closing = True

    async def _go_round(self) -> None:
        try:
            while not self._closing and (taken := self._line.take()) is not None:
                await self._tools.writer.keeps_up()  # what is made and not written is kept in memory
                active, _ = taken
                self._waiting.discard(active)
                began = time.monotonic()
                if not active.gone:
                    self._go_on(active, SHORT_TURN_S)
                await asyncio.sleep(time.monotonic() - began)
        finally:
            self._going = False
