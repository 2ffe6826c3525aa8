"""What refusals look like everywhere (RFC 9457): what happened, where, and what to do.

The door answers with them without Django REST framework, whose part is in ``console.api.problems``.
"""

from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.problems import Problem

CONTENT_TYPE = "application/problem+json"

STATUS_OF_CODE: Mapping[str, int] = {
    "unauthenticated": 401,
    "session.refused": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "stale": 412,
    "too_large": 413,
    "unsupported_media_type": 415,
    "precondition_required": 428,
    "session.throttled": 429,
    "mapping.busy": 503,
    "intake.key_invalid": 400,
    "intake.timeout": 408,
    "intake.flow_full": 429,
    "intake.unavailable": 503,
    "connector.unknown": 404,
    "body.media_type": 415,
    "body.wrong_type": 422,
    "body.contract": 422,
}
"""HTTP statuses of error codes; a code of the tree that is not named here is a 422."""
STATUS_OF_BRANCH: Mapping[str, int] = {"request": 400, "body": 400, "xml": 400, "connector": 502}
"""Statuses of whole branches (the code before the first dot)."""

_HINTS: Mapping[int, str] = {
    401: "Sign in, or send a valid token in the Authorization header.",
    403: "Ask an administrator for the right to do this.",
    404: "Check the address; what you may not see looks the same as what does not exist.",
    405: "Use one of the methods in the Allow header.",
    406: "Accept application/json.",
    415: "Send application/json.",
    429: "Wait as long as the Retry-After header says, then try again.",
    500: "Try again; if it stays, tell the operator the time of this answer.",
    503: "Try again in a moment.",
}


def body(status: int, code: str, detail: str, hint: str = "", **extra: JSON) -> dict[str, JSON]:
    """The problem document; ``extra`` members with nothing in them are left out."""
    document: dict[str, JSON] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "hint": hint or _HINTS.get(status, ""),
    }
    return document | {name: value for name, value in extra.items() if value}


def status_of(error: FairleadError) -> int:
    """The HTTP status of an error of Fairlead's tree."""
    exact = STATUS_OF_CODE.get(error.code)
    return exact if exact is not None else STATUS_OF_BRANCH.get(error.code.split(".")[0], 422)


def from_error(error: FairleadError) -> dict[str, JSON]:
    """The problem body of an error of Fairlead's tree."""
    where = {name: value for name, value in asdict(error.where).items() if value is not None}
    return body(
        status_of(error),
        error.code,
        error.message,
        error.hint,
        where=where,
        problems=[_fault(one) for one in getattr(error, "problems", ())],
        current=getattr(error, "current", None),
    )


def _fault(found: JSON | Problem) -> JSON:
    """One of several problems: as the engine holds it, or JSON already."""
    return found.to_json() if isinstance(found, Problem) else found
