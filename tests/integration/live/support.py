"""A web server for the live channel inside the test, and clients that read its frames."""

import asyncio
import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import orjson
import uvicorn
from asgiref.sync import sync_to_async
from asgiref.typing import ASGIApplication
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from console.accounts.models import User
from console.live.routing import application
from tests import factories
from tests.factories import FLOW, Cast
from tests.integration.embedded_support import PATIENCE_S

Frame = dict[str, Any]


@asynccontextmanager
async def serving() -> AsyncIterator[str]:
    """The address of the live channel's socket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen()
        config = uvicorn.Config(cast(ASGIApplication, application), lifespan="off", log_level="warning")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve([free]))
        try:
            yield f"ws://localhost:{free.getsockname()[1]}/ws/live/"
        finally:
            server.should_exit = True
            await running


@dataclass
class Page:
    """One open socket. Frames are kept in the order in which they came."""

    socket: ClientConnection
    session: str = ""
    frames: list[Frame] = field(default_factory=list)
    messages: list[float] = field(default_factory=list)
    """When each message with frames came."""
    unread: deque[Frame] = field(default_factory=deque)

    async def ask(self, op: str, topic: object) -> None:
        await self.socket.send(orjson.dumps({"op": op, "topic": topic}).decode())

    async def subscribe(self, topic: str) -> Frame:
        """The snapshot."""
        await self.ask("subscribe", topic)
        return await self.frame(lambda one: one["topic"] == topic and one["kind"] == "snapshot")

    async def frame(self, wanted: Callable[[Frame], bool]) -> Frame:
        """The next frame that is wanted; those before it count as read."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                while self.unread:
                    if wanted(frame := self.unread.popleft()):
                        return frame
                await self.read()

    async def read(self) -> Sequence[Frame]:
        """The frames of the next message."""
        frames: list[Frame] = orjson.loads(await self.socket.recv())
        self.frames += frames
        self.unread += frames
        if frames:
            self.messages.append(time.monotonic())
        return frames

    async def row(self, execution: object, topic: str, **members: object) -> Frame:
        """The delta that shows the execution with these members."""

        def shows(frame: Frame) -> bool:
            rows = frame["data"].get("executions", ()) if frame["topic"] == topic else ()
            return any(row["id"] == str(execution) and members.items() <= row.items() for row in rows)

        return await self.frame(lambda frame: frame["kind"] == "delta" and shows(frame))

    async def closed(self) -> int:
        """The code with which the server ends the socket."""
        async with asyncio.timeout(PATIENCE_S):
            with suppress(ConnectionClosed):
                while True:
                    await self.read()
        return self.socket.close_code or 0

    def numbers(self, topic: str) -> list[int]:
        """The numbers of the topic's frames; errors stand outside of the numbering."""
        return [one["seq"] for one in self.frames if one["topic"] == topic and one["kind"] != "error"]


@asynccontextmanager
async def page(
    address: str, user: User | None = None, *, token: str = "", origin: str | None = "http://localhost"
) -> AsyncIterator[Page]:
    """A socket opened by a user's session, by a token, or by nobody."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    key = await sync_to_async(sign_in)(user) if user is not None else ""
    if key:
        headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={key}"
    opening = connect(
        address,
        additional_headers=headers,
        origin=cast(Any, origin),
        open_timeout=PATIENCE_S,
        ping_interval=None,
    )
    async with opening as socket:
        yield Page(socket, key)


def sign_in(user: User) -> str:
    """The key of a new session of the user."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


async def started(cast: Cast, slug: str = FLOW) -> UUID:
    """An execution that waits in the queue; its hint was sent."""
    return await sync_to_async(factories.started)(cast.analyst, slug)


async def behind_the_back(statement: str, *values: Any) -> None:
    """Changes the database without any hint, as if it had been lost."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    await sync_to_async(run)()
