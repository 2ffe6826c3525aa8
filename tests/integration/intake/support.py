"""Speaks ASGI to the door, so that the tests say exactly which bytes arrive, and when."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from connectors.sdk.types import JSON
from console.accounts import tokens
from console.accounts.models import User
from console.intake.app import Application
from flows.store.cursors import fetch


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: JSON


class Told:
    """The reply to a request that was offered to be taken at once."""

    def __init__(self) -> None:
        self.answer: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()

    def send(self, status: int, headers: Sequence[tuple[bytes, bytes]], content: bytes) -> None:
        self.answer.set_result(_answer(status, headers, content))

    def go_on(self) -> None:
        self.answer.set_result(None)


@dataclass
class Caller:
    """Posts to the door. ``token`` is sent with each request where it is set. ``in_haste``: offers what
    comes whole to be taken at once, as the server does; ``taken`` counts what was."""

    application: Application
    in_haste: bool = False
    token: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    taken: int = 0

    async def post(
        self,
        path: str,
        body: bytes | Iterable[bytes] | JSON = b"{}",
        content_type: str = "application/json",
        method: str = "POST",
        **headers: str,
    ) -> Answer:
        """Header names are written with ``_`` for ``-``. An iterable of bytes comes in pieces."""
        pieces = _pieces(body)
        sent: dict[str, Any] = {}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        async def send(message: Any) -> None:
            sent[message["type"]] = message

        all_headers = {"content-type": content_type, **self.extra}
        if self.token:
            all_headers["authorization"] = f"Bearer {self.token}"
        all_headers |= {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in all_headers.items() if value],
        }
        if self.in_haste and len(pieces) == 1:
            told = Told()
            if self.application.at_once(scope, pieces[0], told):
                self.taken += 1
                answer = await told.answer
                if answer is not None:
                    return answer
        await self.application(scope, receive, send)
        start = sent["http.response.start"]
        return _answer(start["status"], start["headers"], sent["http.response.body"]["body"])


def _answer(status: int, headers: Sequence[tuple[bytes, bytes]], content: bytes) -> Answer:
    found = {name.decode(): value.decode() for name, value in headers}
    return Answer(status, found, orjson.loads(content))


def _pieces(body: Any) -> list[bytes]:
    if isinstance(body, bytes):
        return [body]
    return [orjson.dumps(body)] if isinstance(body, dict | list) and not _is_pieces(body) else list(body)


def _is_pieces(body: Any) -> bool:
    return isinstance(body, list) and bool(body) and all(isinstance(one, bytes) for one in body)


@asynccontextmanager
async def door(*, in_haste: bool) -> AsyncIterator[Caller]:
    """The application, started and stopped as a server does it."""
    application = Application()
    yield Caller(application, in_haste)
    await application.close()


def token_of(user: User, *scopes: str) -> str:
    """The text of a fresh token."""
    return tokens.create(user, "test", scopes or ("executions:start",))[1]


def stored() -> int:
    """Rows in every table that an acceptance writes; nothing may be left of a refusal."""
    tables = ("execution", "payload", "queue", "dedup", "blob", "business_key", "tally")
    return sum(int(fetch(f"SELECT count(*) FROM {table}")[0][0]) for table in tables)
