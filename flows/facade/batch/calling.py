"""A connection as a batch calls it: what its target asks for is told to every worker."""

import time
from collections.abc import Sequence

from connectors.connections.models import RestReason
from connectors.connections.rests import Rest, asked_s
from connectors.connections.sessions import SessionPool
from connectors.sdk.protocol import CallItem, CallOutcome


async def call(
    sessions: SessionPool, slug: str, operation: str, items: Sequence[CallItem]
) -> Sequence[CallOutcome]:
    """One outcome each, in order; HeldBack while the connection rests."""
    outcomes = await sessions.call(slug, operation, items)
    asked = asked_s(outcome.error for outcome in outcomes)
    if asked:
        await sessions.note_rest(slug, Rest(RestReason.ASKED, time.monotonic() + asked))
    return outcomes
