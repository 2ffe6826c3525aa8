"""Runs the start-up and shut-down of several ASGI applications as those of one."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Protocol

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

AT_HAND = "fairlead.body"
"""The extension of an HTTP scope that holds the whole body where it came together with the head. It can
be received as well."""


class Reply(Protocol):
    """The answer to a request that an application took at once; one of the two is called, once."""

    def send(self, status: int, headers: Sequence[tuple[bytes, bytes]], content: bytes) -> None:
        """Answers; the length of the content is told with it."""

    def go_on(self) -> None:
        """Lets the application answer in the ordinary way, as if it had not taken the request."""


AtOnce = Callable[[Scope, bytes, Reply], bool]
"""The method ``at_once`` of an application: given a request that came whole, with its body, it says whether
it answers by the reply. No task is made then, which costs more than many a request."""


class _Part:
    """One application under way. One that returns without a word has nothing to start or stop."""

    def __init__(self, application: Application, scope: Scope) -> None:
        self._inbox: asyncio.Queue[Message] = asyncio.Queue()
        self._outbox: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.ensure_future(self._run(application, scope))

    async def _run(self, application: Application, scope: Scope) -> None:
        await application(scope, self._inbox.get, self._outbox.put)

    async def phase(self, name: str) -> str | None:
        """Send ``lifespan.<name>`` and wait for the answer: None when well, else what went wrong."""
        if self._task.done():
            return None
        await self._inbox.put({"type": f"lifespan.{name}"})
        answer = asyncio.ensure_future(self._outbox.get())
        await asyncio.wait({answer, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
            return self._ending()
        message = answer.result()
        return message.get("message") or "failed" if message["type"].endswith(".failed") else None

    def _ending(self) -> str | None:
        failure = self._task.exception()
        return None if failure is None else f"{type(failure).__name__}: {failure}"


class Lifespan:
    """An ASGI application for the scope ``lifespan`` that speaks for all ``applications``."""

    def __init__(self, applications: Sequence[Application]) -> None:
        self._applications = applications

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        parts = [_Part(application, scope) for application in self._applications]
        await self._phase("startup", parts, send)
        await receive()
        await self._phase("shutdown", parts[::-1], send)

    @staticmethod
    async def _phase(name: str, parts: Sequence[_Part], send: Send) -> None:
        answers = [await part.phase(name) for part in parts]
        failures = [answer for answer in answers if answer]
        if failures:
            await send({"type": f"lifespan.{name}.failed", "message": "; ".join(failures)})
        else:
            await send({"type": f"lifespan.{name}.complete"})
