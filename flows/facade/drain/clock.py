"""The database's clock, carried on by the process's monotonic one: workers need not agree on time."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Set with every claim, so that it never strays far."""

    def __init__(self) -> None:
        self._base = datetime.now(UTC)
        self._at = time.monotonic()

    def set(self, now: datetime) -> None:
        """``now`` is what the database just said."""
        self._base = now
        self._at = time.monotonic()

    def now(self) -> datetime:
        """The present moment of the database's clock."""
        return self._base + timedelta(seconds=time.monotonic() - self._at)
