"""Keeps bodies that are too large away from Django, which would put them on the disk before it looks."""

from console.api.parsers import MAX_BYTES, BodyTooLarge
from console.intake import answers
from console.leftover import Incoming
from console.lifespan import Application, Message, Receive, Scope, Send


class BodyLimit:
    """Answers 413 by the announced length, before anything is read; a body that comes in pieces
    without one is counted, and refused with the piece that goes beyond the limit."""

    def __init__(self, application: Application, limit: int = MAX_BYTES) -> None:
        self._application = application
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        incoming = Incoming(scope, receive)
        try:
            if _announced(scope) > self._limit:
                raise BodyTooLarge.than(self._limit)
            await self._application(scope, self._counting(incoming), send)
        except BodyTooLarge as error:
            # Nothing was answered yet: Django reads the whole body before it begins.
            await incoming.drop()
            await answers.respond(send, answers.refused(error))

    def _counting(self, receive: Receive) -> Receive:
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._limit:
                raise BodyTooLarge.than(self._limit)
            return message

        return counted


def _announced(scope: Scope) -> int:
    """The Content-Length; 0 where there is none that can be read."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and len(value) < 19:
            return int(value)
    return 0
