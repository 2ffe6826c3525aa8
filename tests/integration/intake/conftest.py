"""The door inside the test, over committed data."""

from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from tests.integration.intake.support import Caller, door
from tests.integration.runs_support import cast

__all__ = ["caller", "cast"]


@pytest.fixture(params=[False, True], ids=["in turn", "at once"])
async def caller(cast: object, request: pytest.FixtureRequest) -> AsyncIterator[Caller]:
    """A client without credentials; give it a token where one is needed. Whatever the door does must be
    the same whether or not it may take at once what it can."""
    async with door(in_haste=request.param) as found:
        yield found
    await sync_to_async(connections.close_all)()
