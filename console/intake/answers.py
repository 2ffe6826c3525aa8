"""The door's answers: 202 with the execution's address, or a problem that says what to do."""

import orjson

from connectors.sdk.errors import FairleadError
from console.lifespan import Send
from console.problems import CONTENT_TYPE, body, from_error
from flows.facade.intake import Accepted

Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes]
"""Status, headers without the length, and content."""

_JSON = (b"content-type", b"application/json")
_PROBLEM = (b"content-type", CONTENT_TYPE.encode())


class Unauthenticated(FairleadError):
    """Nobody is known to have sent this."""

    code = "unauthenticated"


def accepted(answer: Accepted) -> Answer:
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
    return 202, [_JSON, location], content


def refused(error: FairleadError) -> Answer:
    """The problem that the error is."""
    document = from_error(error)
    status: int = document["status"]
    headers: Headers = [_PROBLEM]
    if error.retry_after:
        headers.append((b"retry-after", str(max(1, round(error.retry_after))).encode()))
    if status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="fairlead"'))
    return status, headers, orjson.dumps(document)


def problem(status: int, code: str, detail: str, hint: str = "") -> Answer:
    """A refusal that is not an error of Fairlead's tree."""
    headers = [_PROBLEM, *([(b"allow", b"POST")] if status == 405 else [])]
    return status, headers, orjson.dumps(body(status, code, detail, hint))


async def respond(send: Send, answer: Answer) -> None:
    """Sends the answer."""
    status, headers, content = answer
    headers.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
