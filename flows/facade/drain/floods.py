"""A flood served apart: offered by the worker that finds it, taken by one that has nothing to do.

Who took it says so in Redis (``rings``); from then on others spare it and nobody rings for it. It gives it
up where the flood is over, where it cannot do it alone, and where nobody hears the ring for the rest of the
lane. What it says ends by itself where it dies.
"""

import asyncio
import logging
import time
from collections.abc import Collection
from secrets import token_hex

from flows.facade import rings
from flows.facade.drain.drain import Drain
from flows.facade.drain.parts import Flood
from flows.facade.ringer import Ringer, client, quietly

log = logging.getLogger("fairlead.drain")

LASTS_MS = 1000
"""What a worker says of its flood stands so long, and it says it again more often."""
OFFER_MS = 700
"""What was offered so long ago is offered no more."""
MOST_OFFERS = 4
TOGETHER_MS = 30_000
"""After one worker could not do it alone, all serve everything for so long."""
UNHEARD_MS = 4000
"""Who looks at the rest of the lane hears a ring sooner than this; else nobody is there."""
OFFER_EVERY_S = 0.5
HOLD_EVERY_S = 0.25
STAY_S = rings.KNOWN_S + 0.05
"""So long it is served after it was given up: for others may not ring for it yet."""

OFFER = f"""
redis.call("RPUSH", KEYS[1], ARGV[1])
redis.call("LTRIM", KEYS[1], -{MOST_OFFERS}, -1)
return redis.call("PEXPIRE", KEYS[1], {OFFER_MS})"""
"""Offers a flood. Key: offers; argument: the offer."""

TAKE = f"""
if redis.call("EXISTS", KEYS[2]) == 1 then return 0 end
if not redis.call("SET", KEYS[1], ARGV[1], "PX", {LASTS_MS}, "NX") then return 0 end
if redis.call("DEL", KEYS[3]) == 1 then redis.call("RPUSH", KEYS[3], {rings.NOW_MS} .. "/" .. ARGV[1]) end
return 1"""
"""Takes a flood; answers 0 where somebody serves one, or all serve everything. Rings that nobody has heard
yet know nothing of it, so one that does stands for them. Keys: flood, together, bell; argument: its flows."""

HOLD = f"""
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {{0, 0, ""}} end
redis.call("SET", KEYS[1], ARGV[2], "PX", {LASTS_MS})
local oldest = redis.call("LINDEX", KEYS[2], 0)
local waits = oldest and {rings.NOW_MS} - string.match(oldest, "^%d+") or 0
return {{1, waits, redis.call("LPOP", KEYS[3]) or ""}}"""
"""Keeps a flood; answers whether it is still ours, for how many milliseconds nobody has heard a ring, and
what else is offered. Keys: flood, bell, offers; arguments: its flows so far, and from now on."""

LEAVE = f"""
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end
if ARGV[2] == "1" then redis.call("SET", KEYS[2], 1, "PX", {TOGETHER_MS}) end
return 1"""
"""Gives a flood up; where the second argument is 1, all serve everything for a while. Keys: flood, together;
first argument: its flows."""


class Floods:
    """Those of one worker; belongs to its event loop. ``name`` stands in what it offers."""

    def __init__(self, address: str, drain: Drain, ringer: Ringer) -> None:
        self.name = token_hex(4)
        self._drain = drain
        self._ringer = ringer
        self._redis = client(address)
        self._take, self._hold, self._leave, self._offer = (
            self._redis.register_script(one) for one in (TAKE, HOLD, LEAVE, OFFER)
        )
        self._offering: asyncio.Future[object] | None = None
        self._offered_at = 0.0

    def offer(self, lane: int, flows: Collection[int]) -> None:
        """Somebody else may take these; returns at once."""
        now = time.monotonic()
        if now - self._offered_at >= OFFER_EVERY_S:
            self._offered_at = now
            asked = self._offer([rings.offers_of(lane)], [rings.offer(self.name, flows)])
            self._offering = asyncio.ensure_future(quietly(asked))

    async def serve(self, lane: int, flows: frozenset[int]) -> None:
        """Serves these for as long as it makes sense, unless somebody serves a flood already."""
        one = _Served(Flood(lane, flows, self._drain.options.batch), rings.written(flows))
        marks = [rings.flood_of(lane), rings.together_of(lane)]
        if not await quietly(self._take([*marks, rings.bell_of(lane)], [one.said])):
            return
        log.info("Flows in flood are served apart from the others now: %s.", one.said)
        try:
            while not (one.over or self._drain.closing):
                await self._round(one)
        finally:
            log.info("They are served with the others again: %s.", one.over or "this worker ends")
            together = not one.flood.calm and not self._drain.closing
            await quietly(self._leave(marks, [one.said, int(together)]))
            self._ringer.again(lane)
            await self._stay(one.flood)

    async def close(self) -> None:
        """Closes the connection."""
        await self._redis.aclose()

    async def _round(self, one: "_Served") -> None:
        """Serves for a moment, and says meanwhile that it does."""
        before, one.said = one.said, rings.written(one.flood.only)
        lane = one.flood.lane
        keys = [rings.flood_of(lane), rings.bell_of(lane), rings.offers_of(lane)]
        holding = asyncio.ensure_future(quietly(self._hold(keys, [before, one.said])))
        await self._drain.serve(one.flood, HOLD_EVERY_S)
        await asyncio.wait({holding}, timeout=HOLD_EVERY_S)
        one.held, one.unheard_ms, more = (holding.result() if holding.done() else None) or (0, 0, b"")
        holding.cancel()
        one.flood.joined(rings.offered(more.decode())[1])

    async def _stay(self, flood: Flood) -> None:
        end = time.monotonic() + STAY_S
        while not self._drain.closing and (left := end - time.monotonic()) > 0:
            await self._drain.serve(flood, left)


class _Served:
    """A flood that this worker serves. ``said`` is what stands in Redis of it, ``held`` whether it does,
    ``unheard_ms`` for how long nobody has heard a ring for the rest of the lane."""

    def __init__(self, flood: Flood, said: str) -> None:
        self.flood = flood
        self.said = said
        self.held = 1
        self.unheard_ms = 0

    @property
    def over(self) -> str:
        """Why it is to be given up; empty where it is not."""
        if self.flood.calm:
            return "the flood is over"
        if self.flood.too_much:
            return "one worker cannot do it alone"
        if self.unheard_ms >= UNHEARD_MS:
            return "nobody serves the others"
        return "" if self.held else "Redis knows nothing of it any more"
