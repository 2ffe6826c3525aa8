"""Looks for work again at the moment when it falls due: a retry, or a step that waits.

The sweeper would find it, seconds later. So what a worker that ends had set is not lost, and what is
far ahead is left to the sweeper at once.
"""

import asyncio
import math
from collections.abc import Callable

from flows.facade.rings import Due

SOON_S = 120.0
TICK_S = 0.05
"""What is due within so short a time is looked for once."""


class Alarms:
    """``ring`` is told what is due at its time. Belongs to one event loop."""

    def __init__(self, ring: Callable[[Due], None]) -> None:
        self._ring = ring
        self._set: dict[tuple[Due, int], asyncio.TimerHandle] = {}

    def set(self, due: Due, seconds: float) -> None:
        """In so many seconds this is due."""
        if seconds > SOON_S:
            return
        loop = asyncio.get_running_loop()
        tick = math.ceil((loop.time() + seconds) / TICK_S)
        if (due, tick) not in self._set:
            self._set[due, tick] = loop.call_at(tick * TICK_S, self._go_off, due, tick)

    def close(self) -> None:
        """None goes off any more."""
        for alarm in self._set.values():
            alarm.cancel()
        self._set.clear()

    def _go_off(self, due: Due, tick: int) -> None:
        del self._set[due, tick]
        self._ring(due)
