"""The local server that every check talks to."""

from collections.abc import AsyncIterator

import pytest

from connectors.conformance.target import Target, serving


@pytest.fixture
async def target() -> AsyncIterator[Target]:
    async with serving() as found:
        yield found


@pytest.fixture
async def bystander() -> AsyncIterator[Target]:
    """A second server, which nobody may call."""
    async with serving() as found:
        yield found
