"""The socket /ws/live/: reads the viewer's requests and hands them on."""

import logging
from typing import Any

import orjson
from channels.generic.websocket import AsyncWebsocketConsumer

from console.accounts.models import ApiToken, User
from console.live.hub import hub
from console.live.rights import Pass
from console.live.topics import Topic, read_topic
from console.live.viewer import Viewer

SIGN_IN_FIRST = 4401
TRY_AGAIN = 1013
LONGEST_REQUEST = 1_000
USAGE = 'Send {"op": "subscribe", "topic": "wall"}; topics: wall, executions, flow:…, presence:…, execution:…'

log = logging.getLogger(__name__)


class LiveConsumer(AsyncWebsocketConsumer):
    """Requests: ``{"op": "subscribe" | "unsubscribe" | "resync", "topic": "…"}``, and
    ``{"op": "mark", "topic": "presence:…", "unsaved": true}``."""

    # No channel of its own: the hub hears for all, and a socket opens while Redis is away too.
    channel_layer_alias = "unused"
    viewer: Viewer | None = None

    async def connect(self) -> None:
        entry = self._entry()
        await self.accept()
        if entry is None:
            await self.close(code=SIGN_IN_FIRST)
            return
        self.viewer = Viewer(entry, hub, self._say, self._leave)
        hub.join(self.viewer)

    async def disconnect(self, code: int) -> None:
        if self.viewer is not None:
            hub.leave(self.viewer)
            self.viewer.stop()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.viewer is None:
            return
        request = _read(text_data)
        topic = read_topic(request.get("topic"))
        operation = request.get("op")
        if topic is not None and operation == "mark":
            self.viewer.mark(topic, request.get("unsaved") is True)
        elif topic is None or operation not in ("subscribe", "unsubscribe", "resync"):
            self.viewer.complain("", USAGE)
        elif operation == "unsubscribe":
            self.viewer.unsubscribe(topic)
        else:
            await self._subscribe(self.viewer, topic)

    async def _subscribe(self, viewer: Viewer, topic: Topic) -> None:
        """Where nothing can be read the socket ends, so that the page says so and comes back."""
        try:
            await viewer.subscribe(topic)
        except Exception as error:
            log.warning("live: %s could not be shown (%s)", topic.kind, type(error).__name__)
            await self.close(code=TRY_AGAIN)

    def _entry(self) -> Pass | None:
        token = self.scope.get("token")
        if isinstance(token, ApiToken):
            return Pass(token.user, token_id=token.pk)
        user = self.scope.get("user")
        if not isinstance(user, User):
            return None
        return Pass(user, session_key=self.scope["session"].session_key)

    async def _say(self, text: str) -> None:
        await self.send(text_data=text)

    async def _leave(self) -> None:
        await self.close(code=SIGN_IN_FIRST)


def _read(text: str | None) -> dict[str, Any]:
    if text is None or len(text) > LONGEST_REQUEST:
        return {}
    try:
        request = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return request if isinstance(request, dict) else {}
