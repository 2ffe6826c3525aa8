"""One request, and its answer as a document."""

import base64
from collections.abc import Mapping
from urllib.parse import urlencode

import orjson
from yarl import URL

from connectors.catalog.http.wire import Wire
from connectors.catalog.http.words import pairs, text_map
from connectors.sdk.errors import PermanentError
from connectors.sdk.protocol import CallItem
from connectors.sdk.replies import Reply
from connectors.sdk.types import JSON

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
BODIES = ("json", "text", "form")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "cookie"})


async def request(wire: Wire, item: CallItem) -> JSON:
    """Sends the request that the arguments describe; see the manifest for their shape."""
    arguments = item.arguments
    method = arguments.get("method", "GET")
    if method not in METHODS:
        raise PermanentError(f"method: {str(method)[:20]!r} is none of {', '.join(sorted(METHODS))}.")
    read = method in {"GET", "HEAD"}
    expected = _expected(arguments)
    headers, body = _content(arguments)
    if not read and wire.key_header:
        headers[wire.key_header] = item.key
    reply = await wire.send(method, address(wire, arguments), headers=headers, body=body)
    if reply.status in expected:
        return answer(reply)
    error = wire.error_of(reply, read=read)
    if error is not None:
        raise error
    if expected:
        raise PermanentError(f"{reply.host} answered {reply.status}, which is not expected.")
    return answer(reply)


def address(wire: Wire, arguments: Mapping[str, JSON]) -> URL:
    """The address out of ``url`` or ``path``, with ``query``."""
    path, whole, query = arguments.get("path"), arguments.get("url"), arguments.get("query")
    if not isinstance(path, str | None) or not isinstance(whole, str | None):
        raise PermanentError("path and url must be texts.")
    if whole and path:
        raise PermanentError("Give path or url, not both.")
    url = wire.inside(whole) if whole else wire.below(path or "")
    return url.extend_query(pairs("query", query)) if query else url


def answer(reply: Reply) -> JSON:
    """The answer as the operation's output."""
    headers = {name.lower(): value for name, value in reply.headers.items() if name.lower() != "set-cookie"}
    return {"status": reply.status, "headers": headers, "body": content(reply)}


def content(reply: Reply) -> JSON:
    """JSON where the body is JSON, else text, else bytes in Base64; None where it is empty."""
    if not reply.body:
        return None
    if "json" in reply.headers.get("Content-Type", ""):
        try:
            return orjson.loads(reply.body)
        except orjson.JSONDecodeError:
            pass  # a wrong label does not make a carried-out call fail
    text = reply.text()
    return {"base64": base64.b64encode(reply.body).decode()} if text is None else text


def _content(arguments: Mapping[str, JSON]) -> tuple[dict[str, str], bytes | None]:
    given = [name for name in BODIES if name in arguments]
    if len(given) > 1:
        raise PermanentError(f"Give one of {' and '.join(given)}, not both.")
    headers = text_map("headers", arguments.get("headers"))
    for name in headers:
        if name.lower() in _OURS:
            raise PermanentError(f"headers: {name} is set by Fairlead itself.")
    if not given:
        return headers, None
    kind, body = _encoded(given[0], arguments)
    if not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = kind
    return headers, body


def _encoded(form: str, arguments: Mapping[str, JSON]) -> tuple[str, bytes]:
    value = arguments[form]
    if form == "json":
        try:
            return "application/json", orjson.dumps(value)
        except TypeError:
            raise PermanentError("json: the body holds a number or text that JSON cannot carry.") from None
    if form == "form":
        return "application/x-www-form-urlencoded", urlencode(pairs("form", value)).encode()
    if not isinstance(value, str):
        raise PermanentError("text: the body must be a text.")
    return str(arguments.get("content_type", "text/plain; charset=utf-8")), value.encode()


def _expected(arguments: Mapping[str, JSON]) -> tuple[int, ...]:
    expected = arguments.get("expected") or ()
    if not isinstance(expected, list | tuple) or not all(isinstance(one, int) for one in expected):
        raise PermanentError("expected: give a list of statuses.")
    return tuple(expected)
