"""The database's clock, carried on by the process's monotonic one: workers need not agree on time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

TRUSTED_S = 30.0
"""A reading is kept so long where later ones are less exact: clocks drift slower than a busy machine
holds up an answer."""


class Clock:
    """Set with every claim, so that it never strays far. It is never behind the database's clock, since
    nobody may be called before the moment they asked for; it is ahead by no more than the answer took."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._base = datetime.now(UTC)
        self._asked_at = self._read_at = monotonic()
        self._took = float("inf")

    def asked(self) -> float:
        """The moment before the database is asked, for ``set``."""
        return self._monotonic()

    def set(self, now: datetime, asked_at: float) -> None:
        """``now`` is what the database said some time after ``asked_at``."""
        read_at = self._monotonic()
        took = read_at - asked_at
        if took > self._took and read_at - self._read_at < TRUSTED_S:
            return
        self._base, self._asked_at, self._read_at, self._took = now, asked_at, read_at, took

    def seconds_to(self, moment: datetime) -> float:
        """After so many seconds it is not before that moment by the database's clock either."""
        return (moment - self.now()).total_seconds() + self._took

    def now(self) -> datetime:
        """The present moment of the database's clock."""
        return self._base + timedelta(seconds=self._monotonic() - self._asked_at)
