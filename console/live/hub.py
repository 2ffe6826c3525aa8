"""One per web process: hears the hints, reads the database, and tells every viewer what changed.

Two beats: after hints at most every 100 ms, and every 1.5 s without any, so that what is shown is
right within 2 s even while Redis is away. Viewers who see the same share one view, so the cost
grows with what is shown and not with who looks.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field

from channels.db import database_sync_to_async

from console.live.frames import dumps
from console.live.hints import Ear
from console.live.presence import register
from console.live.viewer import Viewer
from console.live.views import View

BEAT_S = 0.1
CHECK_S = 1.5
RECHECK_RIGHTS_S = 2.0
PROBE_S = 1.0
ATTEND_S = 1.0
SILENCE_S = 4.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Shared:
    """A view and the order of its readings: between reading it and telling it nothing else happens
    to it, so that nobody's snapshot misses a change that others were told as a delta."""

    view: View
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    entering: int = 0


class Hub:
    """Works from the first viewer to the last."""

    def __init__(self) -> None:
        self._viewers: set[Viewer] = set()
        self._shared: dict[Hashable, Shared] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._ear = Ear()
        self.degraded = False

    def join(self, viewer: Viewer) -> None:
        self._viewers.add(viewer)
        if self._tasks:
            return
        self._ear = Ear()
        self.degraded = False
        work = (self._ear.listen, self._beat, self._check, self._recheck_rights, self._probe, self._attend)
        self._tasks = [asyncio.create_task(_forever(one)) for one in work]

    def leave(self, viewer: Viewer) -> None:
        self._viewers.discard(viewer)
        if not self._viewers:
            for task in self._tasks:
                task.cancel()
            self._tasks = []
            self._shared.clear()
            register.keep([])

    async def show(
        self, key: Hashable, make: Callable[[], View], deliver: Callable[[View, bytes], None]
    ) -> None:
        """Hands a snapshot read now to ``deliver``, which also enters the viewer for its deltas."""
        shared = self._shared.setdefault(key, Shared(make()))
        shared.entering += 1
        try:
            async with shared.lock:
                snapshot = await database_sync_to_async(shared.view.snapshot)()
                self._spread(shared.view, snapshot.delta)
                deliver(shared.view, snapshot.data)
        finally:
            shared.entering -= 1

    async def _beat(self) -> None:
        await asyncio.sleep(BEAT_S)
        ids, missed = self._ear.take()
        if missed:
            await self._tell(lambda view: view.check(missed))
        elif ids:
            await self._tell(lambda view: view.changes(ids))

    async def _check(self) -> None:
        await asyncio.sleep(CHECK_S)
        self._forget_unwatched()
        await self._tell(lambda view: view.check())

    async def _tell(self, find: Callable[[View], bytes | None]) -> None:
        for shared in list(self._shared.values()):
            async with shared.lock:
                self._spread(shared.view, await _found(find, shared.view))

    def _spread(self, view: View, delta: bytes | None) -> None:
        if delta is not None:
            for viewer in self._viewers:
                viewer.tell(view, delta)

    def _forget_unwatched(self) -> None:
        watched = {key for viewer in self._viewers for key in viewer.view_keys()}
        for key, shared in list(self._shared.items()):
            if key not in watched and shared.entering == 0:
                del self._shared[key]

    async def _recheck_rights(self) -> None:
        await asyncio.sleep(RECHECK_RIGHTS_S)
        for viewer in list(self._viewers):
            await viewer.recheck_rights()

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


async def _found(find: Callable[[View], bytes | None], view: View) -> bytes | None:
    """One view that fails (its execution is gone, the database restarts) holds up no other. What it
    missed is found by its next check, since only what was read counts as told."""
    try:
        return await database_sync_to_async(find)(view)
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
