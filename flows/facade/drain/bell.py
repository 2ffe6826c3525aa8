"""Hears that there is work: the other end of ``ringer`` and ``wakeups``."""

import asyncio
import logging
from collections.abc import Sequence

import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from flows.facade.rings import bell_of

log = logging.getLogger("fairlead.drain")

LISTEN_S = 5
LOST_S = 2.0
"""So much later than it should have, an answer is taken for lost."""
PAUSE_S = 1.0


class Bell:
    """Waits for a ring in one of the lanes, the first of them first. Belongs to one event loop. Each ring
    is heard by one of those who wait."""

    def __init__(self, lanes: Sequence[int]) -> None:
        self._lanes = {bell_of(lane): lane for lane in lanes}
        self._redis = redis.asyncio.Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=1.0,
            socket_timeout=LISTEN_S + LOST_S,
            decode_responses=True,
        )
        self._silent = False

    async def heard(self) -> int:
        """The lane that was rung for; waits for as long as it takes."""
        while True:
            try:
                found = await self._redis.blpop(list(self._lanes), timeout=LISTEN_S)
            except (RedisError, OSError) as error:
                await self._rest(error)
                continue
            self._silent = False
            if found:
                return self._lanes[str(found[0])]

    async def close(self) -> None:
        """Closes the connection."""
        await self._redis.aclose()

    async def _rest(self, error: Exception) -> None:
        if not self._silent:
            log.warning(
                "Nothing can be heard from Redis; messages of the sweeper wake this worker: %s", error
            )
        self._silent = True
        await self._redis.connection_pool.disconnect()
        await asyncio.sleep(PAUSE_S)
