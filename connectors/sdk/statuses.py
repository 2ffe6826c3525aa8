"""What an HTTP status says of a call, as an error of the tree. No body enters a message."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from connectors.sdk.errors import ConfigurationError, ConnectorError, PermanentError, RetryableError

RETRYABLE = frozenset({408, 425, 429, 500, 502, 503, 504})
REFUSED = frozenset({401, 403, 407})
MAX_RETRY_AFTER_S = 86_400.0
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def status_error(status: int, headers: Mapping[str, str], host: str) -> ConnectorError | None:
    """The error that a status stands for; None below 300.

    408, 425, 429, 500, 502, 503, 504: retryable, no sooner than Retry-After says. 401, 403, 407:
    the connection's credentials or rights. Everything else is permanent. A connector whose target
    uses statuses otherwise (Odoo answers 500 to a mistake) decides by the body instead.
    """
    if status < 300:
        return None
    message = f"{host} answered {status}{_phrase(status)}."
    if status in RETRYABLE:
        return RetryableError(message, retry_after=retry_after(headers))
    if status in REFUSED:
        return ConfigurationError(message, hint="Check the connection's credentials and what they allow.")
    if status < 400:
        return PermanentError(message, hint="The address has moved; enter the new one in the connection.")
    return PermanentError(message, hint=_HINTS.get(status, "Correct what the call sends, then redrive it."))


_HINTS = {
    404: "Check the path, and whether what the call names exists at the target.",
    405: "The target does not take this method at this path.",
    409: "What the call changes is in another state at the target.",
    413: "Send less in one call.",
    415: "The target does not take this content type.",
}


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After header, given as a number or as a date; at most a day. The number may have
    decimals: HTTP knows whole seconds only, but what is asked for is plain."""
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), MAX_RETRY_AFTER_S)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:  # nothing, or nothing that can be read
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - datetime.now(UTC)).total_seconds()), MAX_RETRY_AFTER_S)


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
