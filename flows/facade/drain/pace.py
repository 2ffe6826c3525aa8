"""How many executions of each flow a worker claims in a second."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

SPAN_S = 1.0


class Pace:
    """``per_s`` are the executions a second by flow id, in the last whole span; None until there was one."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.per_s: Mapping[int, float] | None = None
        self._now = now
        self._counts: Counter[int] = Counter()
        self._since = now()

    def saw(self, flows: Iterable[int]) -> None:
        """These were claimed, one for each execution."""
        took = self._now() - self._since
        if took >= SPAN_S:
            self.per_s = {flow: count / took for flow, count in self._counts.items()}
            self._counts.clear()
            self._since += took
        self._counts.update(flows)
