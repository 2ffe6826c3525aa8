"""One person's open socket: its topics, its numbered streams and its bounded outbox."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.db import database_sync_to_async

from console.live.frames import FrameKind, Stream, dumps, message
from console.live.rights import NotVisible, Pass, view_for
from console.live.topics import Topic
from console.live.views import View

if TYPE_CHECKING:
    from console.live.hub import Hub

MOST_TOPICS = 20
MOST_WAITING = 40
PAUSE_S = 0.1


@dataclass(slots=True)
class Subscription:
    """A topic with the view it is answered from."""

    topic: Topic
    stream: Stream
    view: View


class Viewer:
    """``send`` puts one text message on the socket; ``close`` ends it."""

    def __init__(
        self,
        entry: Pass,
        hub: "Hub",
        send: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
    ) -> None:
        self._entry = entry
        self._hub = hub
        self._send = send
        self._close = close
        self._subscriptions: dict[str, Subscription] = {}
        self._outbox: list[bytes] = []
        self._behind: set[str] = set()
        self._something = asyncio.Event()
        self._sender = asyncio.create_task(self._deliver())

    def view_keys(self) -> Iterable[Hashable]:
        return [one.view.key for one in self._subscriptions.values()]

    async def subscribe(self, topic: Topic) -> None:
        """Sends a snapshot of the topic, and its deltas from then on."""
        name = str(topic)
        known = self._subscriptions.get(name)
        if known is None and len(self._subscriptions) >= MOST_TOPICS:
            self.complain(name, f"At most {MOST_TOPICS} topics a connection; unsubscribe from one first.")
            return
        await self._snapshot(topic, known.stream if known else Stream(name))

    def unsubscribe(self, topic: Topic) -> None:
        self._subscriptions.pop(str(topic), None)

    def tell(self, view: View, delta: bytes) -> None:
        """Queues a delta for the topics answered from ``view``."""
        for one in self._subscriptions.values():
            if one.view is view:
                self._queue(one, "delta", delta)

    def announce(self, kind: FrameKind, data: bytes) -> None:
        """Queues a frame on every topic."""
        for one in self._subscriptions.values():
            self._queue(one, kind, data)

    def complain(self, topic: str, text: str) -> None:
        self._put(Stream(topic).frame("error", dumps({"message": text})))

    async def recheck_rights(self) -> None:
        """Follows changed rights: other views where fewer or more flows are visible, revoked topics."""
        if not await database_sync_to_async(self._entry.is_valid)():
            await self._close()
            return
        for one in list(self._subscriptions.values()):
            try:
                key, _ = await database_sync_to_async(view_for)(self._entry.user, one.topic)
            except NotVisible:
                self._revoke(one)
                continue
            if key != one.view.key:
                await self._snapshot(one.topic, one.stream)

    def stop(self) -> None:
        self._sender.cancel()

    async def _snapshot(self, topic: Topic, stream: Stream) -> None:
        try:
            key, make = await database_sync_to_async(view_for)(self._entry.user, topic)
        except NotVisible:
            self.complain(str(topic), "There is nothing of that name that you may see.")
            return
        view, data = await self._hub.view(key, make)
        subscription = self._subscriptions[str(topic)] = Subscription(topic, stream, view)
        self._queue(subscription, "snapshot", data)
        if self._hub.degraded:
            self._queue(subscription, "degraded", dumps({}))

    def _revoke(self, subscription: Subscription) -> None:
        del self._subscriptions[str(subscription.topic)]
        self._queue(subscription, "revoked", dumps({"message": "You may no longer see this."}))

    def _queue(self, one: Subscription, kind: FrameKind, data: bytes) -> None:
        if len(self._outbox) >= MOST_WAITING and kind == "delta":
            self._behind.add(str(one.topic))
            return
        self._put(one.stream.frame(kind, data))

    def _put(self, frame: bytes) -> None:
        self._outbox.append(frame)
        self._something.set()

    async def _deliver(self) -> None:
        """At most ten messages a second; a viewer that fell behind gets snapshots in place of deltas."""
        while True:
            await self._something.wait()
            self._something.clear()
            frames, self._outbox = self._outbox, []
            if frames:
                await self._send(message(frames))
            await asyncio.sleep(PAUSE_S)
            behind, self._behind = self._behind, set()
            for name in behind & self._subscriptions.keys():
                one = self._subscriptions[name]
                await self._snapshot(one.topic, one.stream)
