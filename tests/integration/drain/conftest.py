"""A target, and the standard cast over committed data."""

from collections.abc import AsyncIterator, Iterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from tests.integration.drain.silence import silence
from tests.integration.runs_support import Target, cast, serving

__all__ = ["cast", "target"]


@pytest.fixture
def silenced() -> Iterator[None]:
    """An empty bell, before and after."""
    silence()
    yield
    silence()


@pytest.fixture
async def closing() -> AsyncIterator[None]:
    """Closes the connection of the thread that asks the database for asynchronous tests: an open one
    keeps the test database from being removed."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
async def target(closing: None) -> AsyncIterator[Target]:
    async with serving() as found:
        yield found
