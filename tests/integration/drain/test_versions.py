"""What a worker knows of versions and connections while both are being made."""

import pytest
from asgiref.sync import sync_to_async

from flows.facade.drain.versions import Versions
from flows.store.cursors import fetch
from flows.store.database import ConnectOptions
from flows.store.models import Flow
from flows.store.pool import Connections
from tests import factories
from tests.factories import Cast
from tests.integration.runs_support import call_step, chain, connect_to

pytestmark = pytest.mark.usefixtures("closing")


@sync_to_async
def published(cast: Cast, slug: str) -> Flow:
    connect_to(cast, "http://127.0.0.1:9", slug)
    return factories.published(cast.analyst, slug, **chain(call_step(slug)))


async def test_a_connection_made_a_moment_ago_is_known_with_the_version_that_calls_it(cast: Cast) -> None:
    """Else a lost answer would wait for a person, though the target honours keys."""
    lookups = Connections(ConnectOptions("versions under test"))
    versions = Versions(lookups)
    try:
        for slug in ("earlier", "later"):
            flow = await published(cast, slug)
            await versions.load([flow.live_version_id or 0])
            assert versions.idempotency(slug, "request", {}) == "by_key"
    finally:
        versions.close()
        await lookups.close()


async def test_a_get_may_be_repeated_where_a_post_may_not(cast: Cast) -> None:
    """Else every read that a stop interrupts would wait for a person."""
    lookups = Connections(ConnectOptions("versions under test"))
    versions = Versions(lookups)
    try:
        flow = await published(cast, "plain")
        await sync_to_async(fetch)("UPDATE connections_connection SET config = config - 'idempotency'")
        await versions.load([flow.live_version_id or 0])
        assert versions.idempotency("plain", "request", {"method": "POST", "path": "/"}) == "none"
        assert versions.idempotency("plain", "request", {"method": "GET", "path": "/"}) == "read"
    finally:
        versions.close()
        await lookups.close()
