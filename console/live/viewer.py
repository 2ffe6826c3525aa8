"""One person's open socket: its topics, its numbered streams and its bounded outbox."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from channels.db import database_sync_to_async

from console.live.frames import FrameKind, Stream, dumps, message
from console.live.presence import Presence
from console.live.rights import NotVisible, Pass, Way, Ways, ways_of
from console.live.topics import Topic
from console.live.views import PresenceView, View

if TYPE_CHECKING:
    from console.live.hub import Hub

MOST_TOPICS = 20
MOST_WAITING = 40
PAUSE_S = 0.1
HEARTBEAT_S = 2.0

log = logging.getLogger(__name__)


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
        self.entry = entry
        self._hub = hub
        self._send = send
        self._close = close
        self._subscriptions: dict[str, Subscription] = {}
        self._outbox: list[bytes] = []
        self._behind: set[str] = set()
        self._unsaved: set[str] = set()
        self._socket = uuid4().hex
        self._something = asyncio.Event()
        self._closed = False
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
        ways = await database_sync_to_async(ways_of)({self.entry: [topic]})
        way = ways[self.entry][topic] if self.entry in ways else NotVisible()
        if isinstance(way, NotVisible):
            self.complain(name, "There is nothing of that name that you may see.")
            return
        await self._show(topic, way, known)

    def unsubscribe(self, topic: Topic) -> None:
        self._subscriptions.pop(str(topic), None)
        self._unsaved.discard(str(topic))

    def mark(self, topic: Topic, unsaved: bool) -> None:
        """Notes, for the others at the flow, whether the person has unsaved changes."""
        if unsaved and str(topic) in self._subscriptions:
            self._unsaved.add(str(topic))
        else:
            self._unsaved.discard(str(topic))

    def presences(self) -> Iterable[Presence]:
        """The flows this person has open in a window of the console; tokens are no people."""
        user = self.entry.user
        if self.entry.session_key is None:
            return []
        return [
            Presence(
                one.view.flow_id,
                self._socket,
                user.get_username(),
                user.get_full_name() or user.get_username(),
                name in self._unsaved,
            )
            for name, one in self._subscriptions.items()
            if isinstance(one.view, PresenceView)
        ]

    def tell(self, view: View, delta: bytes) -> int:
        """Queues a delta for the topics answered from ``view``; how many there are."""
        shown = [one for one in self._subscriptions.values() if one.view is view]
        for one in shown:
            self._queue(one, "delta", delta)
        return len(shown)

    def announce(self, kind: FrameKind, data: bytes) -> None:
        """Queues a frame on every topic."""
        for one in self._subscriptions.values():
            self._queue(one, kind, data)

    def complain(self, topic: str, text: str) -> None:
        """Queues an error, outside of the numbering; no more of them than a reader can take."""
        if len(self._outbox) < MOST_WAITING:
            self._put(Stream(topic).frame("error", dumps({"message": text})))

    def topics(self) -> list[Topic]:
        return [one.topic for one in self._subscriptions.values()]

    async def follow_rights(self, ways: Ways | None) -> None:
        """Follows changed rights: other views where fewer or more flows are visible, revoked topics.
        None: the pass no longer holds, so the socket ends."""
        if ways is None:
            await self._end()
            return
        for one in list(self._subscriptions.values()):
            way = ways.get(one.topic)
            if way is None or self._subscriptions.get(str(one.topic)) is not one:
                continue
            if isinstance(way, NotVisible):
                self._revoke(one)
            elif way.key != one.view.key:
                await self._show(one.topic, way, one)

    def stop(self) -> None:
        self._closed = True
        self._sender.cancel()

    async def _show(self, topic: Topic, way: Way, known: Subscription | None) -> None:
        def deliver(view: View, data: bytes) -> None:
            if known is not None and self._subscriptions.get(str(topic)) is not known:
                return  # It was left while the snapshot was read.
            stream = known.stream if known else Stream(str(topic))
            entered = self._subscriptions[str(topic)] = Subscription(topic, stream, view)
            self._queue(entered, "snapshot", data)
            if self._hub.degraded:
                self._queue(entered, "degraded", dumps({}))

        await self._hub.show(way.key, way.make, deliver)

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

    async def _end(self) -> None:
        if not self._closed:
            self._closed = True
            await self._close()

    async def _deliver(self) -> None:
        """At most ten messages a second; a viewer that fell behind gets snapshots in place of deltas."""
        try:
            while not self._closed:
                await self._deliver_once()
        except Exception as error:
            log.info("live: a socket broke (%s)", type(error).__name__)
            await self._end()

    async def _deliver_once(self) -> None:
        try:
            await asyncio.wait_for(self._something.wait(), HEARTBEAT_S)
        except TimeoutError:
            # An empty message: by its absence the page learns that the connection is dead.
            await self._send(message([]))
            return
        self._something.clear()
        frames, self._outbox = self._outbox, []
        await self._send(message(frames))
        await asyncio.sleep(PAUSE_S)
        behind, self._behind = self._behind, set()
        for name in behind & self._subscriptions.keys():
            await self.subscribe(self._subscriptions[name].topic)
