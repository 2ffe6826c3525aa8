"""What a use case may answer instead of doing what it was asked. Transports map these to their own
words (HTTP statuses, frames); the codes are stable."""

from collections.abc import Sequence

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON


class NotFound(FairleadError):
    """There is no such object, or the actor may not see it: both look the same."""

    code = "not_found"


class Forbidden(FairleadError):
    """The actor sees the object, but may not do this with it."""

    code = "forbidden"


class Conflict(FairleadError):
    """The object's state does not allow this now."""

    code = "conflict"


class Invalid(FairleadError):
    """What was sent cannot be used; ``problems`` lists every fault, each with its place."""

    code = "invalid"

    def __init__(self, message: str, *, hint: str = "", problems: Sequence[JSON] = ()) -> None:
        super().__init__(message, hint=hint)
        self.problems = tuple(problems)


class Stale(FairleadError):
    """Somebody else changed the object since it was read; ``current`` says what stands now."""

    code = "stale"

    def __init__(self, message: str, *, hint: str = "", current: JSON = None) -> None:
        super().__init__(message, hint=hint)
        self.current = current
