"""Why a Run stops beginning steps, and how its execution will end."""

from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.effects import End
from flows.engine.records import Finish, Status

_OPEN_QUESTION, _CANCELLED, _STOPPED, _DEAD = 4, 3, 2, 1


class Verdict:
    """The end that stands so far. Of several the weightiest counts, whatever their order, so that a
    Run built from history comes to the same: an open question before all, since a person must see
    it; then a cancellation; a stop step, whatever fails behind it; then the first error."""

    __slots__ = ("_weight", "finish")

    def __init__(self) -> None:
        self.finish: Finish | None = None
        self._weight = 0

    def dead(self, step: str, error: Mapping[str, JSON]) -> None:
        """An error that nothing took up."""
        self._consider(_DEAD, Finish(Status.DEAD, step, error))

    def indeterminate(self, step: str, error: Mapping[str, JSON]) -> None:
        """A call that may or may not have been applied."""
        self._consider(_OPEN_QUESTION, Finish(Status.INDETERMINATE, step, error))

    def cancelled(self) -> None:
        """A person cancelled the execution."""
        self._consider(_CANCELLED, Finish(Status.CANCELLED))

    def stopped(self, step: str, end: End) -> None:
        """A stop step was reached."""
        self._consider(_STOPPED, Finish(end.status, step, None, end.reason))

    def _consider(self, weight: int, finish: Finish) -> None:
        if weight > self._weight:
            self._weight = weight
            self.finish = finish
