"""The door's answers: 202 with the execution's address, or a problem that says what to do."""

import orjson

from connectors.sdk.errors import FairleadError
from console.api.problems import CONTENT_TYPE, body, from_error
from console.lifespan import Send
from flows.facade.intake import Accepted

_JSON = (b"content-type", b"application/json")
_PROBLEM = (b"content-type", CONTENT_TYPE.encode())


class Unauthenticated(FairleadError):
    """Nobody is known to have sent this."""

    code = "unauthenticated"


async def accepted(send: Send, answer: Accepted) -> None:
    """202: the execution is committed."""
    execution = str(answer.id)
    content = orjson.dumps(
        {
            "id": execution,
            "status": "queued",
            "flow": answer.flow,
            "version": answer.version,
            "duplicate": answer.duplicate,
        }
    )
    location = (b"location", f"/api/v1/executions/{execution}/".encode())
    await _respond(send, 202, content, [_JSON, location])


async def refused(send: Send, error: FairleadError) -> None:
    """The problem that the error is."""
    document = from_error(error)
    status: int = document["status"]
    headers = [_PROBLEM]
    if error.retry_after:
        headers.append((b"retry-after", str(max(1, round(error.retry_after))).encode()))
    if status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="fairlead"'))
    await _respond(send, status, orjson.dumps(document), headers)


async def problem(send: Send, status: int, code: str, detail: str, hint: str = "") -> None:
    """A refusal that is not an error of Fairlead's tree."""
    headers = [_PROBLEM, *([(b"allow", b"POST")] if status == 405 else [])]
    await _respond(send, status, orjson.dumps(body(status, code, detail, hint)), headers)


async def _respond(send: Send, status: int, content: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    headers.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
