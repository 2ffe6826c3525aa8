"""Bodies that are too large are refused before Django could put them on the disk."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from console.bodies import BodyLimit
from console.lifespan import Message, Receive, Scope, Send

LIMIT = 1000


class Reader:
    """Reads the whole body before it answers, as Django does."""

    def __init__(self) -> None:
        self.called = False
        self.read = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.called, more = True, True
        while more:
            message = await receive()
            self.read += len(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def answer(reader: Reader, pieces: Sequence[bytes], announced: str = "") -> tuple[int, Any]:
    waiting = list(pieces)
    sent: list[Message] = []
    headers = [(b"content-length", announced.encode())] if announced else []

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "POST", "path": "/api/v1/flows/", "headers": headers}
    await BodyLimit(reader, LIMIT)(scope, receive, send)
    start, content = sent
    return start["status"], orjson.loads(content["body"]) if content["body"] else None


async def test_an_announced_size_is_enough() -> None:
    reader = Reader()
    status, problem = await answer(reader, [b"x"], announced=str(LIMIT + 1))
    assert (status, problem["code"], reader.called) == (413, "too_large", False)
    assert "1,000 bytes" in problem["detail"]
    assert "FAIRLEAD" not in problem["hint"]


async def test_pieces_are_counted() -> None:
    reader = Reader()
    status, problem = await answer(reader, [b"x" * 400] * 10)
    assert (status, problem["code"]) == (413, "too_large")
    assert reader.read <= LIMIT


@pytest.mark.parametrize("announced", ["", "1000", "none", "9" * 30])
async def test_what_fits_goes_through(announced: str) -> None:
    reader = Reader()
    assert await answer(reader, [b"x" * 500, b"x" * 500], announced) == (200, None)
    assert reader.read == LIMIT
