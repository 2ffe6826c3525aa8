"""What the connections' use cases refuse, and why."""

from connectors.sdk.errors import ConfigurationError, FairleadError, RetryableError
from connectors.sdk.types import JSON


class ConnectionRefused(FairleadError):
    """What was entered does not fit; ``problems`` lists everything that is wrong, each with
    ``code``, ``message``, ``hint`` and ``where.path`` (``config.base_url``)."""

    code = "invalid"

    def __init__(self, message: str, problems: tuple[str, ...] = (), *, hint: str = "") -> None:
        """``problems``: ``path/to/entry: words`` each."""
        super().__init__(message, hint=hint)
        self.problems = tuple(_problem(one) for one in problems)


class NotFound(FairleadError):
    """There is nothing of that name, or the actor may not see it; the two are not told apart."""

    code = "not_found"


class NotAllowed(FairleadError):
    """The actor sees the object and lacks the right to do this with it."""

    code = "forbidden"


class Conflict(FairleadError):
    """The request contradicts what is stored: a slug in use, an object still needed."""

    code = "conflict"


class ConnectionMissing(ConfigurationError):
    """A flow names a connection that does not exist any more."""

    code = "connection.missing"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"There is no connection {slug!r}.",
            hint="Create it, or let the step use another connection and publish the flow again.",
        )


class WorkerEnds(RetryableError):
    """The process that would make the call closes its connections."""

    code = "connection.worker_ends"

    def __init__(self) -> None:
        super().__init__("The worker ends.", hint="Another worker goes on with the execution.")


def _problem(text: str) -> JSON:
    path, _, words = text.partition(": ")
    where = {"path": path.replace("/", ".")}
    return {"code": "invalid.connection", "message": words, "hint": "", "where": where}
