"""Keeps the calls of one process below a connection's rate."""

import time

BURST_S = 1.0


class Pace:
    """Gives out places in time: ``per_minute`` a minute, evenly, with at most a second's worth at
    once after a pause. None: no limit, at no cost."""

    def __init__(self, per_minute: int | None) -> None:
        self._gap_s = 60.0 / per_minute if per_minute else 0.0
        self._next = 0.0

    @property
    def limited(self) -> bool:
        """Whether there is a rate to keep below."""
        return self._gap_s > 0

    def reserve(self, requests: int, longest_s: float) -> tuple[bool, float]:
        """Whether a place was taken, and how many seconds from now it is. A place further away
        than ``longest_s`` is not taken."""
        if not self._gap_s:
            return True, 0.0
        now = time.monotonic()
        at = max(self._next, now - max(0.0, BURST_S - self._gap_s))
        wait = max(0.0, at - now)
        if wait > longest_s:
            return False, wait
        self._next = at + self._gap_s * requests
        return True, wait
