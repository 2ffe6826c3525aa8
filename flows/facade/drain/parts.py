"""What of a lane a worker serves: all of it, or all but a flood, or a flood alone.

A flood is a flow of which so many executions come that its neighbours would wait for them: they share an
event loop, its commits and its claims. So one worker serves it alone where another is there for the rest.
"""

import math
import time
from collections.abc import Callable, Collection, Sequence

from flows.facade.drain.pace import Pace
from flows.facade.rings import NONE
from flows.store.claiming import Claimed

FLOOD_PER_S = 100
CALM_PER_S = 50
"""A flood is over below this."""
PEACE_S = 1.0
"""Nothing is served apart where a claim was full so short a time ago: then every worker is needed for all."""
ALONE_S = 1.0
"""A worker whose claims are full for so long cannot do it alone."""
HEARD_S = 1.0
"""What was heard of a flood counts for so long: its worker may be gone."""

Now = Callable[[], float]
"""Seconds of a clock that only goes forward."""


class Part:
    """A whole lane, in itself."""

    only: frozenset[int] | None = None
    """The flows that are served; None: all but the spared ones."""

    def __init__(self, lane: int) -> None:
        self.lane = lane

    @property
    def spared(self) -> frozenset[int]:
        """Flows that another worker serves."""
        return NONE

    def saw(self, rows: Sequence[Claimed], full: Collection[int]) -> None:
        """A claim found these; of the ``full`` flows nothing was claimed, as enough of them wait here."""


class Rest(Part):
    """A lane without the flood that another worker serves. ``help`` is called where a claim brings the
    ``most`` it can, and ``offer`` is given a flood that somebody else could take."""

    def __init__(
        self,
        lane: int,
        most: int,
        help: Callable[[int], None],
        offer: Callable[[int, Collection[int]], None],
        now: Now = time.monotonic,
    ) -> None:
        super().__init__(lane)
        self._most = most
        self._help = help
        self._offer = offer
        self._now = now
        self._pace = Pace(now)
        self._spared = NONE
        self._heard_at = self._full_at = -math.inf

    def heard(self, flows: frozenset[int]) -> None:
        """Another worker serves these now."""
        self._spared, self._heard_at = flows, self._now()

    @property
    def spared(self) -> frozenset[int]:
        return self._spared if self._now() - self._heard_at < HEARD_S else NONE

    def saw(self, rows: Sequence[Claimed], full: Collection[int]) -> None:
        self._pace.saw(row.flow_id for row in rows)
        if len(rows) >= self._most:
            self._full_at = self._now()
            self._help(self.lane)
        elif self._now() - self._full_at >= PEACE_S:
            floods = {flow for flow, per_s in (self._pace.per_s or {}).items() if per_s >= FLOOD_PER_S}
            if floods := floods.difference(full, self.spared):
                self._offer(self.lane, floods)


class Flood(Part):
    """Flows that are served by themselves; ``most`` is what a claim brings when it is full."""

    only: frozenset[int]

    def __init__(self, lane: int, flows: frozenset[int], most: int, now: Now = time.monotonic) -> None:
        super().__init__(lane)
        self.only = flows
        self.too_much = False
        """Whether one worker alone cannot do it."""
        self._most = most
        self._now = now
        self._pace = Pace(now)
        self._full_since: float | None = None

    @property
    def calm(self) -> bool:
        """Whether one of them is no flood any more."""
        per_s = self._pace.per_s
        return per_s is not None and any(per_s.get(flow, 0.0) < CALM_PER_S for flow in self.only)

    def joined(self, flows: frozenset[int]) -> None:
        """These are in flood as well."""
        if flows - self.only:
            self.only |= flows
            self._pace = Pace(self._now)

    def saw(self, rows: Sequence[Claimed], full: Collection[int]) -> None:
        self._pace.saw(row.flow_id for row in rows)
        if len(rows) < self._most and self.only.isdisjoint(full):
            self._full_since = None
        elif self._full_since is None:
            self._full_since = self._now()
        elif self._now() - self._full_since >= ALONE_S:
            self.too_much = True
