"""One per web process: hears the hints, reads the database, and tells every viewer what changed.

Two beats: after hints at most every 100 ms, and every 1.5 s without any, so that what is shown is
right within 2 s even while Redis is away. Viewers who see the same share one view, so the cost
grows with what is shown and not with who looks.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable
from typing import Any

from channels.db import database_sync_to_async
from channels.layers import BaseChannelLayer, get_channel_layer

from console.live.frames import dumps
from console.live.viewer import Viewer
from console.live.views import View

GROUP = "fairlead.live"
BEAT_S = 0.1
CHECK_S = 1.5
RECHECK_RIGHTS_S = 5.0
PROBE_S = 2.0
SILENCE_S = 6.0

log = logging.getLogger(__name__)


class Hub:
    """Started by the first viewer, ended with the last."""

    def __init__(self) -> None:
        self._viewers: set[Viewer] = set()
        self._views: dict[Hashable, View] = {}
        self._hinted: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._heard = time.monotonic()
        self.degraded = False

    def join(self, viewer: Viewer) -> None:
        self._viewers.add(viewer)
        if not self._tasks:
            self._heard = time.monotonic()
            work = (self._listen, self._beat, self._check, self._recheck_rights, self._probe)
            self._tasks = [asyncio.create_task(self._forever(one)) for one in work]

    def leave(self, viewer: Viewer) -> None:
        self._viewers.discard(viewer)
        if not self._viewers:
            for task in self._tasks:
                task.cancel()
            self._tasks = []
            self._views.clear()

    async def view(self, key: Hashable, make: Callable[[], View]) -> tuple[View, bytes]:
        """The shared view of ``key``, with a snapshot read now."""
        view = self._views.get(key) or self._views.setdefault(key, make())
        return view, await database_sync_to_async(view.snapshot)()

    async def _forever(self, work: Callable[[], Any]) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                log.warning("live: %s failed (%s); trying again", work.__name__, type(error).__name__)
                await asyncio.sleep(1)

    async def _listen(self) -> None:
        layer = _layer()
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        while True:
            hint = await layer.receive(channel)
            self._heard = time.monotonic()
            self._hinted.update(map(str, hint.get("ids", ())))

    async def _beat(self) -> None:
        await asyncio.sleep(BEAT_S)
        if self._hinted:
            ids, self._hinted = self._hinted, set()
            await self._tell(lambda view: view.changes(ids))

    async def _check(self) -> None:
        await asyncio.sleep(CHECK_S)
        self._forget_unwatched()
        await self._tell(lambda view: view.check())

    async def _tell(self, find: Callable[[View], bytes | None]) -> None:
        for view in list(self._views.values()):
            delta = await database_sync_to_async(find)(view)
            if delta is None:
                continue
            for viewer in list(self._viewers):
                viewer.tell(view, delta)

    def _forget_unwatched(self) -> None:
        watched = {key for viewer in self._viewers for key in viewer.view_keys()}
        for key in self._views.keys() - watched:
            del self._views[key]

    async def _recheck_rights(self) -> None:
        await asyncio.sleep(RECHECK_RIGHTS_S)
        for viewer in list(self._viewers):
            await viewer.recheck_rights()

    async def _probe(self) -> None:
        """Sends a hint to itself; hears nothing for a while: the live channel is away."""
        try:
            await _layer().group_send(GROUP, {"type": "executions.changed", "ids": []})
        except Exception as error:
            log.info("live: the channel layer does not answer (%s)", type(error).__name__)
        await asyncio.sleep(PROBE_S)
        degraded = time.monotonic() - self._heard > SILENCE_S
        if degraded != self.degraded:
            self.degraded = degraded
            for viewer in list(self._viewers):
                viewer.announce("degraded" if degraded else "recovered", dumps({"refresh_s": CHECK_S}))


def _layer() -> BaseChannelLayer:
    layer = get_channel_layer()
    if layer is None:
        raise RuntimeError("CHANNEL_LAYERS is not set, so no hint can arrive.")
    return layer


hub = Hub()
