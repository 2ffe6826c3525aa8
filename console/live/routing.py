"""The web socket's door: same origin, signed in by session or bearer token, one path."""

from typing import cast

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.security.websocket import AllowedHostsOriginValidator

from console.accounts import tokens
from console.lifespan import Application, Receive, Scope, Send
from console.live.consumer import LiveConsumer


class BearerMiddleware:
    """Signs in a REST client whose handshake carries ``Authorization: Bearer <token>``."""

    def __init__(self, inner: Application) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        word, _, value = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if word.lower() == "bearer":
            token = await database_sync_to_async(tokens.find)(value.strip())
            scope["user"] = None
            scope["token"] = token if token and "executions:read" in token.scopes else None
        await self._inner(scope, receive, send)


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
    signed_in = AuthMiddlewareStack(BearerMiddleware(LiveConsumer.as_asgi()))  # type: ignore[arg-type]
    return NoSuchSocket(cast(Application, AllowedHostsOriginValidator(signed_in)))


application = _application()
