"""One per web process: hears the hints, reads the database, and tells every viewer what changed.

One beat: every 100 ms, and up to a second apart for a crowd (``pace``), it reads what hints named; at
least every 1.5 s it looks without any, so that what is shown is right within 2 s even while Redis is
away. Viewers who see the same share one view and one reading, so the cost grows with what is shown
and hardly with who looks.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field

from channels.db import database_sync_to_async

from console.live.frames import dumps
from console.live.hints import Ear
from console.live.pace import QUICKEST_S, beat_s
from console.live.presence import register
from console.live.rights import Pass, ways_of
from console.live.topics import Topic
from console.live.viewer import Viewer
from console.live.views import Look, View

CHECK_S = 1.5
RECHECK_RIGHTS_S = 2.0
RECHECKED_TOGETHER = 50
TOLD_TOGETHER = 20
PROBE_S = 1.0
ATTEND_S = 1.0
SILENCE_S = 4.0

log = logging.getLogger(__name__)


Deliver = Callable[[View, bytes], None]


@dataclass(slots=True)
class Shared:
    """A view and the order of its readings: between reading it and telling it nothing else happens
    to it, so that nobody's snapshot misses a change that others were told as a delta."""

    view: View
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    entering: int = 0
    waiting: list[Deliver] = field(default_factory=list)
    looked_at: float = 0.0


class Hub:
    """Works from the first viewer to the last."""

    def __init__(self) -> None:
        self._viewers: set[Viewer] = set()
        self._shared: dict[Hashable, Shared] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._ear = Ear()
        self._pause_s = QUICKEST_S
        self.degraded = False

    def join(self, viewer: Viewer) -> None:
        self._viewers.add(viewer)
        if self._tasks:
            return
        self._ear = Ear()
        self.degraded = False
        work = (self._ear.listen, self._beat, self._recheck_rights, self._probe, self._attend)
        self._tasks = [asyncio.create_task(_forever(one)) for one in work]

    def leave(self, viewer: Viewer) -> None:
        self._viewers.discard(viewer)
        if not self._viewers:
            for task in self._tasks:
                task.cancel()
            self._tasks = []
            self._shared.clear()
            register.keep([])

    async def show(self, key: Hashable, make: Callable[[], View], deliver: Deliver) -> None:
        """Hands a snapshot read now to ``deliver``, which also enters the viewer for its deltas."""
        shared = self._shared.setdefault(key, Shared(make()))
        shared.entering += 1
        shared.waiting.append(deliver)
        try:
            async with shared.lock:
                if deliver in shared.waiting:
                    await self._enter(shared)
        finally:
            shared.entering -= 1
            if deliver in shared.waiting:
                shared.waiting.remove(deliver)

    async def _enter(self, shared: Shared) -> None:
        """One reading for all who wait for one; where it fails, the next of them reads."""
        entering = list(shared.waiting)
        snapshot = await database_sync_to_async(shared.view.snapshot)()
        await self._spread(shared.view, snapshot.delta)
        for deliver in entering:
            if deliver in shared.waiting:
                shared.waiting.remove(deliver)
                deliver(shared.view, snapshot.data)

    async def _beat(self) -> None:
        await asyncio.sleep(self._pause_s)
        ids, missed = self._ear.take()
        began, told = time.monotonic(), 0
        # What the next beat would look at too late is looked at now.
        whole_before = began - CHECK_S + self._pause_s
        self._forget_unwatched()
        for shared in list(self._shared.values()):
            whole = shared.looked_at <= whole_before
            if whole or ids or missed:
                told += await self._tell(shared, Look(ids, missed, whole, len(self._viewers)))
        self._pause_s = beat_s(len(self._viewers), told, time.monotonic() - began)

    async def _tell(self, shared: Shared, look: Look) -> int:
        async with shared.lock:
            if look.whole:
                shared.looked_at = time.monotonic()
            return await self._spread(shared.view, await _found(shared.view, look))

    async def _spread(self, view: View, delta: bytes | None) -> int:
        """Tells all who watch, a few at a time: a web process has requests to answer between them."""
        told = 0
        if delta is None:
            return told
        for number, viewer in enumerate(list(self._viewers), 1):
            told += viewer.tell(view, delta) * len(delta)
            if number % TOLD_TOGETHER == 0:
                await asyncio.sleep(0)
        return told

    def _forget_unwatched(self) -> None:
        watched = {key for viewer in self._viewers for key in viewer.view_keys()}
        for key, shared in list(self._shared.items()):
            if key not in watched and shared.entering == 0:
                del self._shared[key]

    async def _recheck_rights(self) -> None:
        await asyncio.sleep(RECHECK_RIGHTS_S)
        viewers = list(self._viewers)
        for first in range(0, len(viewers), RECHECKED_TOGETHER):
            some = viewers[first : first + RECHECKED_TOGETHER]
            wanted: dict[Pass, set[Topic]] = {}
            for viewer in some:
                wanted.setdefault(viewer.entry, set()).update(viewer.topics())
            ways = await database_sync_to_async(ways_of)(wanted)
            for viewer in some:
                await viewer.follow_rights(ways.get(viewer.entry))

    async def _attend(self) -> None:
        """Says who is at which flow, and hears it of the other web processes."""
        register.keep([one for viewer in self._viewers for one in viewer.presences()])
        await asyncio.to_thread(register.exchange)
        await asyncio.sleep(ATTEND_S)

    async def _probe(self) -> None:
        """Sends a hint to itself; hears nothing for a while: the live channel is away."""
        await self._ear.probe()
        await asyncio.sleep(PROBE_S)
        degraded = time.monotonic() - self._ear.heard_at > SILENCE_S
        if degraded == self.degraded:
            return
        self.degraded = degraded
        log.warning(
            "live: the message channel is %s", "away; pages are checked instead" if degraded else "back"
        )
        for viewer in self._viewers:
            viewer.announce("degraded" if degraded else "recovered", dumps({"refresh_s": CHECK_S}))


async def _found(view: View, look: Look) -> bytes | None:
    """One view that fails (its execution is gone, the database restarts) holds up no other. What it
    missed is found by its next whole look, since only what was read counts as told."""
    try:
        return await database_sync_to_async(view.news)(look)
    except Exception as error:
        log.info("live: a view could not be read (%s); it is read again", type(error).__name__)
        return None


async def _forever(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except Exception as error:
            log.warning("live: %s failed (%s); trying again", work.__name__, type(error).__name__)
            await asyncio.sleep(1)


hub = Hub()
