"""Leaves a failing connection alone for a moment, so that nobody waits for what will not answer."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from connectors.connections.models import RestReason
from connectors.connections.rests import Rest, asked_s, held_back, tells_of_target
from connectors.sdk.errors import CircuitOpen, ConnectorError, HeldBack, RetryableError

FAILURES = 5
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 15.0
"""A target that is back is noticed so soon, and one that is down asked no more often."""


class Breaker:
    """Opens after several failures in a row, and at once where the target asks to be left alone. After
    a pause one call goes through as a probe."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._failing_since = 0.0
        self._pause = FIRST_PAUSE_S
        self._open_until: float | None = None
        self._asked_until = 0.0
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

    @property
    def rest(self) -> Rest | None:
        """The rest that it is open for, which may be over; None where it is closed."""
        if self._open_until is None:
            return None
        if self._asked():
            return Rest(RestReason.ASKED, self._asked_until)
        return Rest(RestReason.FAILING, self._open_until)

    def adopt(self, until: float) -> bool:
        """The target asked another process to be left alone until this moment, so it is here as well.
        Whether that is news."""
        if until <= max(self._now(), self._asked_until):
            return False
        self._asked_until = until
        self._open_until = max(self._open_until or 0.0, until)
        return True

    def refusal(self, slug: str, pause: float) -> RetryableError:
        """What a call is told that does not leave: that it is not its turn, where the target asked for
        the pause. Else it names the cause, so that what is given up in the end stands in one group with
        what saw the failure itself."""
        cause = self._cause
        if cause is None or self._asked():
            return held_back(slug, pause)
        since = datetime.now(UTC) - timedelta(seconds=self._now() - self._failing_since)
        failing = f"Every call of the connection {slug} has failed since {since:%Y-%m-%d %H:%M:%S} UTC"
        return CircuitOpen(
            cause.message,
            hint=f"{failing}; it rests for a moment.",
            retry_after=pause,
            cause={**cause.to_json(), "hint": f"{failing}."},
        )

    def leaves(self) -> None:
        """A call goes out; the first one after the pause is the probe."""
        if self._open_until is not None:
            self._probing = True

    def note_all(self, errors: Iterable[ConnectorError | None]) -> None:
        """The outcomes of a batch. One that shows the target well counts for the whole batch, one that
        was held back tells nothing of it. The rest that any of them asks for is granted."""
        seen = [error for error in errors if not isinstance(error, HeldBack)]
        asked = asked_s(seen)
        if not seen:
            self._probing = False  # the probe did not leave after all; the next call is one
        elif all(tells_of_target(one) for one in seen):
            self._failed(seen[-1], opens=not asked)
        else:
            self._went_well()
        if asked:
            self._asked_until = max(self._asked_until, self._now() + asked)
            self._rest(asked)

    def _went_well(self) -> None:
        """That the target took a call which left before it asked to be left alone does not take that back."""
        self._failures, self._pause, self._probing = 0, FIRST_PAUSE_S, False
        if self._asked_until <= self._now():
            self._open_until = None

    def _failed(self, error: ConnectorError | None, *, opens: bool) -> None:
        """``opens`` unless the target said itself when to come again."""
        if self._failures == 0:
            self._failing_since = self._now()
        self._failures += 1
        self._cause = error
        if opens and (self._probing or (self._failures >= FAILURES and self._open_until is None)):
            self._rest(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE_S)

    def _asked(self) -> bool:
        """Whether it is open because the target asked for it, and not only since it fails."""
        return self._asked_until >= (self._open_until or 0.0) or self._asked_until > self._now()

    def _rest(self, seconds: float) -> None:
        """Opens, or stays open for longer. What left before it opened and fails now tells nothing new,
        unless the target asks for more."""
        self._open_until = max(self._open_until or 0.0, self._now() + seconds)
        self._probing = False
