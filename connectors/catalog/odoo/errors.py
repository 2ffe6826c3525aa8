"""Odoo's errors as errors of the tree, told apart by the exception's name.

The status says little: a failed ``load`` is a 200, and a mistake of the caller a 500. The field
``debug`` (a traceback with paths and data) is never read.
"""

import re

from connectors.sdk.errors import (
    AmbiguousError,
    ConfigurationError,
    ConnectorError,
    PermanentError,
    RetryableError,
)
from connectors.sdk.replies import Reply
from connectors.sdk.statuses import retry_after

MAX_MESSAGE = 500

_CONFLICT = re.compile(
    r"could not serialize access|deadlock detected|could not obtain lock|SerializationFailure"
    r"|DeadlockDetected|LockNotAvailable|duplicate key value violates unique constraint \"ir_model_data",
    re.IGNORECASE,
)
_BAD_KEY = frozenset({"Unauthorized", "AccessDenied", "SessionExpired", "SessionExpiredException"})
_NO_RIGHT = frozenset({"AccessError", "Forbidden"})
_TRANSIENT = frozenset(
    {
        "TooManyRequests",
        "ServiceUnavailable",
        "OperationalError",
        "InterfaceError",
        "PoolError",
        "ConcurrencyError",
        "ConnectionError",
        "TimeoutError",
        "MemoryError",
        "OSError",
    }
)
_HINTS = {
    "AccessError": "Give the connection's user the right in Odoo, or use another user's API key.",
    "MissingError": "The record was deleted in Odoo; correct the id, or use upsert, which creates it anew.",
    "ValidationError": "Correct the mapping or the source's data, then redrive.",
    "UserError": "Correct the record's state in Odoo or the data sent, then redrive.",
    "NotFound": "Check the names of model and method; the module may not be installed.",
    "ValueError": "Check the names of the fields in the mapping; the designer shows the model's fields.",
    "TypeError": "Check the names of the arguments.",
}
_KEY_HINT = "Enter a valid API key in the connection; keys of Odoo expire."


def is_conflict(message: str) -> bool:
    """True where another transaction was faster; the same call succeeds when repeated."""
    return _CONFLICT.search(message) is not None


def brief(message: str) -> str:
    """The message's first lines, short enough to be shown."""
    text = " ".join(str(message).split())
    return text if len(text) <= MAX_MESSAGE else text[: MAX_MESSAGE - 1] + "…"


def named_error(name: str, message: str, where: str, wait: float | None = None) -> ConnectorError:
    """The error for an exception of Odoo. ``name`` is its dotted name, ``where`` model and method,
    ``wait`` the seconds Odoo asked us to wait."""
    short = name.rpartition(".")[2]
    text = f"Odoo refused {where}: {brief(message)}"
    if is_conflict(message) or is_conflict(name):
        return RetryableError(f"Another change to the same record was faster in {where}.", retry_after=wait)
    if short in _BAD_KEY:
        return ConfigurationError("Odoo does not accept the API key.", hint=_KEY_HINT)
    if short in _NO_RIGHT:
        return ConfigurationError(text, hint=_HINTS["AccessError"])
    if short in _TRANSIENT:
        return RetryableError(f"Odoo could not do {where} just now ({short}).", retry_after=wait)
    return PermanentError(text, hint=_HINTS.get(short, "Correct what the call sends, then redrive it."))


def page_error(reply: Reply, repeatable: bool) -> ConnectorError:
    """The error for an answer that is not JSON: a page of the web server or of a proxy before it."""
    status, host = reply.status, reply.host
    what = f"{host} answered {status} with a page instead of data."
    wait = retry_after(reply.headers)
    if status in (408, 425, 429, 503):
        return RetryableError(what, retry_after=wait)
    if status >= 500:
        if repeatable:
            return RetryableError(what, retry_after=wait)
        return AmbiguousError(
            f"{what} Whether Odoo acted is not known.", hint="Look at Odoo, then resolve the execution."
        )
    if status in (401, 403):
        return ConfigurationError(what, hint=_KEY_HINT)
    if status in (404, 200) or 300 <= status < 400:
        return ConfigurationError(
            what,
            hint="Check the address and the database. JSON-2 needs Odoo 19; choose XML-RPC for 14 to 18.",
        )
    return PermanentError(what, hint="Check the connection's address.")


def fault_error(code: int, text: str, where: str) -> ConnectorError:
    """The error for a fault of XML-RPC: 3 is a bad key, 4 a missing right, 2 a plain message, and 1
    a whole traceback, of which only the last line is read."""
    if code == 3:
        return ConfigurationError("Odoo does not accept the login or the API key.", hint=_KEY_HINT)
    if code == 4:
        return named_error("odoo.exceptions.AccessError", text, where)
    if code == 2:
        return named_error("odoo.exceptions.UserError", text, where)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith((" ", "\t"))]
    name, _, message = (lines[-1] if lines else "").partition(":")
    if name == "psycopg2.OperationalError" and "does not exist" in message:
        return ConfigurationError(
            "Odoo does not know the connection's database.", hint="Correct the name of the database."
        )
    return named_error(name.strip() or "Fault", message.strip() or "an unnamed error", where)
