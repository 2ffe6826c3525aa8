"""The cast with two flows, and a web server for the live channel."""

from collections.abc import AsyncIterator

import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import connections

from tests import factories
from tests.factories import OTHER_FLOW, Cast
from tests.integration.live.support import serving


@pytest_asyncio.fixture
async def cast(transactional_db: None) -> AsyncIterator[Cast]:
    yield await sync_to_async(_people_and_flows)()
    await sync_to_async(connections.close_all)()


@pytest_asyncio.fixture
async def address(cast: Cast) -> AsyncIterator[str]:
    """Where the socket is."""
    async with serving() as one:
        yield one


def _people_and_flows() -> Cast:
    cast = factories.cast()
    factories.published(cast.analyst)
    factories.published(cast.analyst, OTHER_FLOW)
    return cast
