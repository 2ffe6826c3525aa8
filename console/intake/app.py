"""The fast door: a plain ASGI application for webhooks and REST starts.

It runs inside the web process and also alone. Everything slow is kept out of its way: lookups are
remembered for a second, commits are shared, and whoever must hear of an event hears of it later.
"""

import os
from collections.abc import Sequence
from functools import partial

import django
from django.apps import apps
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings.embedded")
if not apps.ready:
    django.setup()

# These import models, so they come after the set-up of Django.
from connectors.sdk.errors import FairleadError
from console import interpreter
from console.intake import answers, signatures
from console.intake.callers import Caller, Callers
from console.intake.files import read_file
from console.intake.options import options
from console.intake.patience import Patience
from console.intake.requests import Asked, ClientGone, kept_headers, read_address, read_body
from console.leftover import Incoming
from console.lifespan import Receive, Reply, Scope, Send
from flows.facade.hints import Hints
from flows.facade.intake import Accepted, Arrival, Intake, IntakeOptions, KeyInvalid, Limits, Told, TooLarge
from flows.facade.ringer import Ringer
from flows.facade.rings import Due
from flows.store.accepting import NewExecution

_LONGEST_KEY = 255


class Door:
    """The door of one process; made when the first request or the start-up message comes."""

    def __init__(self) -> None:
        self._options = options()
        self._hints = Hints()
        self._ringer = Ringer(settings.REDIS_URL)
        self._patience = Patience(self._options.body_seconds)
        limits = Limits(self._options.open_executions, self._options.open_bytes)
        self._intake = Intake(IntakeOptions(self._committed, limits))
        self._callers = Callers(self._intake)

    async def answer(self, asked: Asked, scope: Scope, receive: Receive) -> Accepted:
        """Stores what was sent; raises FairleadError and ClientGone."""
        caller = await self._callers.known(asked, scope)
        if caller is not None and asked.is_file:
            body = await read_file(asked, caller.flow, receive, self._options, self._intake.connections)
        else:
            body = await read_body(asked, receive, self._options, self._patience)
        if caller is None:
            caller = await self._callers.signed(asked, body)
        return await self._intake.accept(caller.flow, _arrival(asked, caller, body))

    def at_once(self, asked: Asked, body: bytes, reply: Reply) -> bool:
        """The same where nothing has to be waited for but the commit: caller and flow were known a moment
        ago, and the body came with the head. False where that is not so, and nothing was done. Raises
        FairleadError."""
        caller = None if asked.is_file else self._callers.remembered(asked)
        if caller is None or len(body) > self._options.max_body:
            return False
        return self._intake.accept_at_once(caller.flow, _arrival(asked, caller, body), partial(_tell, reply))

    async def close(self) -> None:
        await self._intake.close()
        await self._hints.flush()
        await self._ringer.close()

    def _committed(self, rows: Sequence[NewExecution]) -> None:
        self._ringer.wake({Due(row.lane, row.flow_id) for row in rows})
        self._hints.changed((row.flow_id, row.id) for row in rows)


def _arrival(asked: Asked, caller: Caller, body: bytes) -> Arrival:
    return Arrival(
        kind=caller.kind,
        body=body,
        content_type="application/json" if asked.is_file else asked.headers.get("content-type", ""),
        headers=kept_headers(asked.headers),
        idempotency_key=_key(asked),
        actor_id=caller.user_id,
    )


def _tell(reply: Reply, told: Told) -> None:
    if isinstance(told, Accepted):
        reply.send(*answers.accepted(told))
    elif told is None:
        reply.go_on()
    else:
        reply.send(*answers.refused(told))


def _key(asked: Asked) -> str:
    """The client's key, or the webhook's message id, which a sender repeats with every retry."""
    key = asked.headers.get("idempotency-key", "")
    if not key and signatures.is_signed(asked.headers):
        key = asked.headers.get("webhook-id", "")
    if len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise KeyInvalid(
            f"An Idempotency-Key is at most {_LONGEST_KEY} printable ASCII characters.",
            hint="A UUID will do.",
        )
    return key


class Application:
    """The ASGI application."""

    def __init__(self) -> None:
        self._door: Door | None = None

    def at_once(self, scope: Scope, body: bytes, reply: Reply) -> bool:
        """Takes a request that came whole, if the door can without waiting. What it would refuse it leaves
        to the ordinary way, which says why."""
        asked = read_address(scope)
        if asked is None or self._door is None or scope["method"] != "POST":
            return False
        try:
            return self._door.at_once(asked, body, reply)
        except FairleadError:
            return False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._door = Door()
        interpreter.settle()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def close(self) -> None:
        """Answers what is under way and closes the connections."""
        if self._door is not None:
            await self._door.close()
            self._door = None

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = read_address(scope)
        if asked is None:
            answer = answers.problem(404, "not_found", "There is nothing at this address.")
        elif scope["method"] != "POST":
            answer = answers.problem(405, "method_not_allowed", "Events are sent with POST.", "Use POST.")
        else:
            try:
                answer = await self._answer(asked, scope, receive)
            except ClientGone:
                return
        await answers.respond(send, answer)

    async def _answer(self, asked: Asked, scope: Scope, receive: Receive) -> answers.Answer:
        if self._door is None:
            self._door = Door()
        incoming = Incoming(scope, receive)
        try:
            return answers.accepted(await self._door.answer(asked, scope, incoming))
        except TooLarge as error:
            await incoming.drop()
            return answers.refused(error)
        except FairleadError as error:
            return answers.refused(error)


application = Application()
