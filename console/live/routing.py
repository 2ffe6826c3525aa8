"""The web socket's door: same origin, signed in by session or bearer token, one path."""

from typing import cast

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.security.websocket import AllowedHostsOriginValidator

from console.accounts import tokens
from console.lifespan import Application, Receive, Scope, Send
from console.live.consumer import LiveConsumer


class Entry:
    """Two ways in. A handshake with ``Authorization: Bearer <token>`` is a REST client's, which has
    no origin and no cookie that counts; any other has to come from a page of ours."""

    def __init__(self, inner: Application, pages: Application) -> None:
        self._inner = inner
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        word, _, value = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if word.lower() != "bearer":
            await self._pages(scope, receive, send)
            return
        token = await database_sync_to_async(tokens.find)(value.strip())
        allowed = token if token and "executions:read" in token.scopes else None
        await self._inner({**scope, "token": allowed}, receive, send)


class NoSuchSocket:
    """Closes sockets on other paths instead of failing on them."""

    def __init__(self, inner: Application) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/ws/live/":
            await self._inner(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 4404})


def _application() -> Application:
    """Channels types its parts more narrowly than the rest of the door; hence the cast."""
    consumer = cast(Application, LiveConsumer.as_asgi())
    pages = AllowedHostsOriginValidator(AuthMiddlewareStack(consumer))  # type: ignore[arg-type]
    return NoSuchSocket(Entry(consumer, cast(Application, pages)))


application = _application()
