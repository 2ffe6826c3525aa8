"""Hears that there is work: the other end of ``ringer``, ``wakeups`` and ``floods``."""

import asyncio
import logging
from collections.abc import Sequence
from typing import NamedTuple

import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from flows.facade import rings

log = logging.getLogger("fairlead.drain")

LISTEN_S = 5
LOST_S = 2.0
"""So much later than it should have, an answer is taken for lost."""
PAUSE_S = 1.0


class Ring(NamedTuple):
    """There is work in the lane beside the ``flood`` that another worker serves; or, where it is ``offered``,
    there is a flood to be taken."""

    lane: int
    flood: frozenset[int] = rings.NONE
    offered: bool = False


class Bell:
    """Waits for a flood that others than ``name`` offer, and for a ring in one of the lanes, the first of
    them first. Belongs to one event loop. Each ring is heard by one of those who wait."""

    def __init__(self, lanes: Sequence[int], name: str = "") -> None:
        self._name = name
        self._lanes = {rings.bell_of(lane): lane for lane in lanes}
        self._offers = {rings.offers_of(lane): lane for lane in lanes}
        self._redis = redis.asyncio.Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=1.0,
            socket_timeout=LISTEN_S + LOST_S,
            decode_responses=True,
        )
        self._silent = False

    async def heard(self) -> Ring:
        """What was rung for; waits for as long as it takes."""
        while True:
            try:
                found = await self._redis.blpop([*self._offers, *self._lanes], timeout=LISTEN_S)
            except (RedisError, OSError) as error:
                await self._rest(error)
                continue
            self._silent = False
            if found and (ring := self._read(*found)):
                return ring

    async def close(self) -> None:
        """Closes the connection."""
        await self._redis.aclose()

    def _read(self, place: str, what: str) -> Ring | None:
        if place in self._lanes:
            return Ring(self._lanes[place], rings.rung(what))
        by, flows = rings.offered(what)
        return None if by == self._name else Ring(self._offers[place], flows, offered=True)

    async def _rest(self, error: Exception) -> None:
        if not self._silent:
            log.warning(
                "Nothing can be heard from Redis; messages of the sweeper wake this worker: %s", error
            )
        self._silent = True
        await self._redis.connection_pool.disconnect()
        await asyncio.sleep(PAUSE_S)
