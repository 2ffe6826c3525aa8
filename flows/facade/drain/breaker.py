"""Leaves a failing connection alone for a moment, so that nobody waits for what will not answer."""

import time
from collections.abc import Callable, Iterable

from connectors.sdk.errors import AmbiguousError, ConnectorError
from flows.facade.drain.errors import CircuitOpen

FAILURES = 5
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 30.0


class Breaker:
    """Opens after several failures in a row; after a pause one call goes through as a probe."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._pause = FIRST_PAUSE_S
        self._open_until: float | None = None
        self._probing = False
        self._cause: ConnectorError | None = None

    def pause(self) -> float | None:
        """None where a call may go; 0 where calls wait for the probe; else seconds of rest left."""
        if self._open_until is None:
            return None
        if self._probing:
            return 0.0
        left = self._open_until - self._now()
        return left if left > 0 else None

    def refusal(self, slug: str, pause: float) -> CircuitOpen:
        """What a call is told that does not leave. It names the cause, so that what dies of it in the
        end stands in one group with what saw the failure itself."""
        cause = self._cause
        return CircuitOpen(
            cause.message if cause else f"The connection {slug} rests for a moment.",
            hint=f"The connection {slug} failed several times in a row and rests for a moment.",
            retry_after=pause,
        )

    def leaves(self) -> None:
        """A call goes out; the first one after the pause is the probe."""
        if self._open_until is not None:
            self._probing = True

    def note_all(self, errors: Iterable[ConnectorError | None]) -> None:
        """The outcomes of a batch. One that shows the target well counts for the whole batch."""
        seen = list(errors)
        well = next((one for one in seen if not _tells_of_target(one)), seen[-1] if seen else None)
        if seen:
            self.note(well)
        elif self._probing:
            self._probing = False  # the probe did not leave after all; the next call is one

    def note(self, error: ConnectorError | None) -> None:
        """The outcome of a call. That the target refused one record says nothing about the others."""
        if error is None or not _tells_of_target(error):
            self._failures, self._pause, self._open_until = 0, FIRST_PAUSE_S, None
            self._probing = False
            return
        self._failures += 1
        self._cause = error
        asked = error.retry_after or 0.0
        if self._probing or self._failures >= FAILURES:
            self._open_until = self._now() + min(max(self._pause, asked), LONGEST_PAUSE_S)
            self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
            self._probing = False


def _tells_of_target(error: ConnectorError | None) -> bool:
    """Whether the error is one of the target as a whole, and not of the record it was given."""
    return error is not None and (error.retryable or isinstance(error, AmbiguousError))
