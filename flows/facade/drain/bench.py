"""Work that takes too long for the event loop: done in a process beside it, one piece at a time, so that
a dozen of them do not share the processor with everybody, and each can be ended whatever it does."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flows.engine.mapping import MappingError
from flows.engine.mapping.isolation.evaluator import (
    Evaluator,
    EvaluatorStopped,
    EvaluatorUnavailable,
    Outcome,
)
from flows.engine.turns import Work
from flows.facade.drain.active import Active
from flows.facade.drain.jobs import Job
from flows.facade.drain.line import Line
from flows.facade.drain.tools import Tools

log = logging.getLogger("fairlead.drain")

LONG_WAIT_S = 0.5
"""Who waited for so long is asked for once more: somebody may have cancelled it, or taken it over."""
PAUSE_S = 1.0


class Bench:
    """``answered`` goes on with an execution, ``stopped`` ends one that was cancelled, ``relieved`` is
    told where more may be claimed."""

    def __init__(
        self,
        tools: Tools,
        answered: Callable[[Active, Work, Outcome], None],
        stopped: Callable[[Active], None],
        relieved: Callable[[int], None],
    ) -> None:
        self._tools = tools
        self._answered = answered
        self._stopped = stopped
        self._line: Line[tuple[Work, float]] = Line(relieved)
        self._evaluator = Evaluator()
        self._thread = ThreadPoolExecutor(1, "fairlead-bench")
        self._under_way = 0
        self._closing = False

    @property
    def held(self) -> int:
        """Executions that wait or are worked on."""
        return self._line.size + self._under_way

    @property
    def full(self) -> set[int]:
        """Flows of which enough wait here."""
        return self._line.full

    def submit(self, active: Active, work: Work) -> None:
        """Queues a piece of work; returns at once."""
        self._line.put(active, (work, time.monotonic()))
        if not self._under_way:
            self._under_way = 1
            self._tools.spawn(self._work_off())

    def close(self) -> None:
        """Ends the work under way; it stays with its execution, as what waits does."""
        self._closing = True
        self._evaluator.stop()

    async def clear_away(self) -> None:
        """After ``close``: leaves no process behind."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._evaluator.close)
        self._thread.shutdown(wait=False)

    async def _work_off(self) -> None:
        try:
            while not self._closing and (taken := self._line.take()) is not None:
                active, (work, since) = taken
                await self._do(active, work, since)
        finally:
            self._under_way = 0

    async def _do(self, active: Active, work: Work, since: float) -> None:
        if time.monotonic() - since > LONG_WAIT_S:
            await self._ask_for(active)
        if active.gone or not active.run.awaits(work):
            return
        outcome = await self._evaluated(work)
        if outcome is not None and not active.gone:
            self._answered(active, work, outcome)

    async def _ask_for(self, active: Active) -> None:
        """Is it still ours, and does it still have to be done? What is known of it is kept on the way."""
        id = active.claimed.id
        job = Job(rows=[(active.claimed.flow_id, id)], intents=[active.intent([])])
        owned = await self._tools.writer.write(job)
        if id not in owned:
            self._tools.lost([active])
        elif owned[id] and not active.gone:
            self._stopped(active)

    async def _evaluated(self, work: Work) -> Outcome | None:
        """None where the worker ends first."""
        loop = asyncio.get_running_loop()
        while not self._closing:
            try:
                return await loop.run_in_executor(self._thread, self._evaluator.do, work)
            except EvaluatorStopped:
                return None
            except EvaluatorUnavailable as error:
                log.warning("No evaluating process can be started, trying again: %s", error)
                await asyncio.sleep(PAUSE_S)
            except Exception as error:
                log.exception("An evaluation beside the loop failed.")
                fault = f"The evaluation ended with an internal fault ({type(error).__name__})."
                return Outcome(error=MappingError(fault))
        return None
