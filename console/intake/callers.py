"""Who may start this flow with this request: by token, by session, or by the webhook's signature."""

import hmac
import time
from dataclasses import dataclass

from channels.db import database_sync_to_async

from console.accounts.authentication import not_accepted
from console.intake import sessions, signatures
from console.intake.answers import Unauthenticated
from console.intake.requests import Asked
from console.intake.tokens import Tokens
from console.lifespan import Scope
from flows.facade.errors import Forbidden, NotFound
from flows.facade.intake import FlowNotLive, Intake, LiveFlow
from flows.facade.webhooks import address_key

SCOPE = "executions:start"
_TAKEN = ("token", "signature")
"""What a webhook takes that says nothing of it."""
_MEANS = {"token": "a token", "signature": "a signature", "address": "a secret in its address"}

REMEMBERED_S = 0.5
"""Added to the time for which tokens and permissions are remembered."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who may start ``flow``. ``user_id`` is 0 for a webhook that is known by its signature alone."""

    user_id: int
    kind: str
    flow: LiveFlow


class Callers:
    """Decides for each request. What may not be seen answers as what does not exist."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._tokens = Tokens(intake.connections)
        self._admitted: dict[tuple[str, str, str], Caller] = {}
        self._forget_at = 0.0

    async def known(self, asked: Asked, scope: Scope) -> Caller | None:
        """The caller as the headers tell it; None where only the body's signature can.

        Raises:
            Unauthenticated, Forbidden, NotFound: no valid credentials, or not for this.
            FlowNotLive: the flow is not started in this way now.
        """
        if asked.proof:
            return await self._by_address(asked)
        bearer = asked.headers.get("authorization", "")
        if bearer:
            return self.remembered(asked) or await self._by_token(asked, bearer)
        if asked.kind == "webhook" and signatures.is_signed(asked.headers):
            return None
        if asked.kind == "api" and sessions.has_session(asked.headers):
            user_id = await database_sync_to_async(sessions.user_of)(scope)
            if user_id is not None:
                return Caller(user_id, "manual", await self._flow_for(asked, user_id))
        raise Unauthenticated(
            "The request carries no credentials.", hint="Send Authorization: Bearer and a token."
        )

    async def signed(self, asked: Asked, body: bytes) -> Caller:
        """The caller whose flow's secret signed the request; raises Unauthenticated and FlowNotLive."""
        try:
            flow = await self._intake.flow(asked.slug)
        except NotFound:
            raise _not_signed() from None
        if not signatures.is_valid(asked.headers, body, flow.secrets):
            raise _not_signed()
        _check_webhook(flow, "signature")
        return Caller(0, asked.kind, flow)

    async def _by_address(self, asked: Asked) -> Caller:
        """Known by the secret part of the address, for senders that can neither sign nor send a header."""
        try:
            flow = await self._intake.flow(asked.slug)
        except NotFound:
            raise _no_such_address() from None
        if not any(hmac.compare_digest(address_key(one), asked.proof) for one in flow.secrets):
            raise _no_such_address()
        _check_webhook(flow, "address")
        return Caller(0, asked.kind, flow)

    def remembered(self, asked: Asked) -> Caller | None:
        """The caller, if the same one was admitted to the same flow a moment ago."""
        bearer = asked.headers.get("authorization", "")
        now = time.monotonic()
        if now >= self._forget_at:
            self._admitted.clear()
            self._forget_at = now + REMEMBERED_S
        caller = self._admitted.get((bearer, asked.kind, asked.slug))
        return caller if caller is not None and self._intake.is_present(caller.flow) else None

    async def _by_token(self, asked: Asked, bearer: str) -> Caller:
        scheme, _, text = bearer.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated(not_accepted(scheme), hint="Send Authorization: Bearer and a token.")
        holder = await self._tokens.holder(text.strip())
        if holder is None:
            raise Unauthenticated(
                "The token is unknown, expired or revoked.", hint="Make a new token, or send a valid one."
            )
        if SCOPE not in holder.scopes:
            raise Forbidden(f"The token does not hold the scope {SCOPE}.", hint="Make a token that does.")
        caller = Caller(holder.user_id, asked.kind, await self._flow_for(asked, holder.user_id))
        self._admitted[bearer, asked.kind, asked.slug] = caller
        return caller

    async def _flow_for(self, asked: Asked, user_id: int) -> LiveFlow:
        """The flow, which the user may start and which runs; raises NotFound, Forbidden and FlowNotLive."""
        flow = await self._intake.flow(asked.slug)
        grants = await self._tokens.grants(user_id, flow.id)
        if "start_flow" not in grants:
            if "view_flow" in grants:
                raise Forbidden(
                    f"You may see the flow {asked.slug!r}, but not start it.",
                    hint="Ask an administrator for the right.",
                )
            raise NotFound(f"There is no flow {asked.slug!r}.", hint="Look at the list of flows.")
        if asked.kind == "webhook":
            _check_webhook(flow, "token")
        flow.running()
        return flow


def _check_webhook(flow: LiveFlow, means: str) -> None:
    running = flow.running()
    if running.trigger_kind != "webhook":
        raise FlowNotLive(
            f"The flow {flow.slug!r} is not started by a webhook.",
            hint=f"Post to /api/v1/flows/{flow.slug}/executions/ instead.",
        )
    taken = running.auth or _TAKEN
    if means not in taken:
        raise Unauthenticated(
            f"The webhook of {flow.slug!r} does not take {_MEANS[means]}.",
            hint=f"It takes: {', '.join(taken)}.",
        )


def _no_such_address() -> Unauthenticated:
    return Unauthenticated(
        "The secret part of the address is not valid.", hint="Use the address that the flow's trigger shows."
    )


def _not_signed() -> Unauthenticated:
    return Unauthenticated(
        "The signature is not valid for this address, body and time.",
        hint="Sign the raw body with the flow's present secret, and check the clock.",
    )
