"""Every refusal of the API as a problem body, whatever was raised."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from console.problems import CONTENT_TYPE, body, from_error

log = logging.getLogger("fairlead.api")


class PreconditionRequired(FairleadError):
    """A change of something that others change too must say which state it was made on."""

    code = "precondition_required"


def handle(error: Exception, _context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: answers everything, and shows no traceback to anybody."""
    set_rollback()
    if isinstance(error, FairleadError):
        document, headers = from_error(error), _retry_after(error.retry_after)
    elif isinstance(error, exceptions.APIException):
        document, headers = _from_api_exception(error), _headers_of(error)
    else:
        document, headers = _from_other(error), {}
    return Response(document, status=document["status"], headers=headers, content_type=CONTENT_TYPE)


def _from_api_exception(error: exceptions.APIException) -> dict[str, JSON]:
    if isinstance(error, exceptions.ValidationError):
        found = [
            {"code": f"invalid.{one.code}", "message": str(one), "hint": "", "where": {"path": path}}
            for path, one in _flatten(error.detail)
        ]
        return body(
            400, "invalid", _first_words(found), "Correct the fields named in problems.", problems=found
        )
    code = error.get_codes()
    return body(error.status_code, code if isinstance(code, str) else "error", str(error.detail))


def _first_words(found: list[dict[str, JSON]]) -> str:
    if len(found) != 1:
        return f"{len(found)} fields are not right."
    path, message = found[0]["where"]["path"], found[0]["message"]
    return f"{path}: {message}" if path else str(message)


def _flatten(detail: Any, path: str = "") -> list[tuple[str, exceptions.ErrorDetail]]:
    """Pairs of path (``secrets.api_key``) and message out of DRF's nested error details."""
    if isinstance(detail, Mapping):
        pairs = [(name if name != "non_field_errors" else "", value) for name, value in detail.items()]
        return [
            one for name, value in pairs for one in _flatten(value, ".".join(filter(None, [path, str(name)])))
        ]
    if isinstance(detail, list):
        return [one for value in detail for one in _flatten(value, path)]
    return [(path, detail)]


def _headers_of(error: exceptions.APIException) -> dict[str, str]:
    challenge = getattr(error, "auth_header", None)
    headers = {"WWW-Authenticate": challenge} if challenge else {}
    return headers | _retry_after(getattr(error, "wait", None))


def _retry_after(seconds: float | None) -> dict[str, str]:
    return {"Retry-After": str(max(1, round(seconds)))} if seconds else {}


def _from_other(error: Exception) -> dict[str, JSON]:
    if isinstance(error, Http404):
        return body(404, "not_found", "There is nothing at this address.")
    if isinstance(error, PermissionDenied):
        return body(403, "forbidden", "You may not do this.")
    if isinstance(error, RequestDataTooBig):
        return body(413, "too_large", "The request is larger than Fairlead accepts.", "Send a smaller body.")
    if isinstance(error, SuspiciousOperation):
        return body(400, "bad_request", "The request is malformed.", "Check its headers and its address.")
    if isinstance(error, OperationalError | InterfaceError):
        return body(503, "unavailable", "The database does not answer.")
    log.error("A request failed unexpectedly.", exc_info=error)
    return body(500, "internal", "Fairlead failed to answer this request.")


def respond(status: int, code: str, detail: str, hint: str = "") -> HttpResponse:
    """A problem as a plain Django response, for what never reaches DRF."""
    return JsonResponse(body(status, code, detail, hint), status=status, content_type=CONTENT_TYPE)


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler400``."""
    return respond(400, "bad_request", "The request is malformed.", "Check its headers and its address.")


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler404``."""
    return respond(404, "not_found", "There is nothing at this address.")


def server_error(_request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``; the traceback stands in the log alone."""
    return respond(500, "internal", "Fairlead failed to answer this request.")
