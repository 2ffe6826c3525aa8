"""Makes the next one while the last one is dealt with."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

T = TypeVar("T")


async def ahead(items: AsyncIterator[T]) -> AsyncIterator[T]:
    """The same items, one of them made in advance."""
    coming = asyncio.ensure_future(_next(items))
    try:
        while (found := await coming) is not None:
            coming = asyncio.ensure_future(_next(items))
            yield found
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)


async def _next(items: AsyncIterator[T]) -> T | None:
    return await anext(items, None)
