"""The root of Fairlead's one error tree, and the branch that connectors raise.

Every error has a stable ``code``, says what happened (``message``), where (``where``) and what to
do (``hint``), and knows whether trying again can help (``retryable``).
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an error: step id, path in the data or document, line and column (1-based)."""

    step: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None


class FairleadError(Exception):
    """Root of the tree. Texts hold no secret and no personal value: they may be shown and logged."""

    code: ClassVar[str] = "error"
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        where: Where | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where or Where()
        self.retry_after = retry_after
        """Seconds the other side asked us to wait, where it said so."""

    def to_json(self) -> dict[str, Any]:
        """The error as stored with a step attempt and shown to people."""
        where = {name: value for name, value in asdict(self.where).items() if value is not None}
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "where": where,
            "retryable": self.retryable,
        }


class ConnectorError(FairleadError):
    """A call to an outside system did not succeed."""

    code = "connector"


class RetryableError(ConnectorError):
    """The target surely did not apply the call, and a later try may succeed."""

    code = "connector.retryable"
    retryable = True


class HeldBack(RetryableError):
    """The call did not leave, since it was not its turn: a limit of our own, or the target asked to be
    left alone. Nothing failed, so it counts against no number of attempts."""

    code = "connector.held_back"


class CircuitOpen(RetryableError):
    """The call did not leave, since the connection failed several times in a row and is left alone for a
    moment. It counts against no number of attempts either, but is not waited for without end: ``cause``
    is what the target said last, as it is stored, for those who give up."""

    code = "connector.circuit_open"

    def __init__(
        self, message: str, *, hint: str = "", retry_after: float | None = None, cause: Any = None
    ) -> None:
        super().__init__(message, hint=hint, retry_after=retry_after)
        self.cause: dict[str, Any] = dict(cause or self.to_json())


class PermanentError(ConnectorError):
    """The target refused the call, and will refuse it again as it stands."""

    code = "connector.permanent"


class AmbiguousError(ConnectorError):
    """The target may or may not have applied the call: the answer was lost."""

    code = "connector.ambiguous"


class ConfigurationError(PermanentError):
    """The connection's settings or credentials are wrong; a person has to change them."""

    code = "connector.configuration"


class EgressRefused(PermanentError):
    """The address is not one that Fairlead may call."""

    code = "connector.egress_refused"
