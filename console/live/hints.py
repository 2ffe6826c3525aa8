"""Hears, over the channel layer, which executions changed."""

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

from channels.layers import BaseChannelLayer, get_channel_layer

from flows.facade.hints import GROUP, MOST_IDS, ids_of

MOST_HINTED = 10_000
PROBE = {"type": "executions.changed", "flow_ids": []}
ANSWER_S = 1.0

log = logging.getLogger(__name__)


class Ear:
    """Gathers hints until they are taken. Belongs to one event loop."""

    def __init__(self) -> None:
        self.heard_at = time.monotonic()
        self._hinted: set[str] = set()
        self._missed = False
        self._channel = ""

    def take(self) -> tuple[set[str], bool]:
        """The executions hinted at since the last call, and whether there were others, not named."""
        ids, self._hinted = self._hinted, set()
        missed, self._missed = self._missed, False
        return ids, missed

    async def listen(self) -> None:
        """Hears until it is cancelled. Raises where the channel layer cannot be reached at first."""
        layer = _layer()
        self._channel = self._channel or await layer.new_channel()
        try:
            await layer.group_add(GROUP, self._channel)
            while True:
                self._hear(await layer.receive(self._channel))
        finally:
            await self._unsubscribe(layer)

    async def probe(self) -> None:
        """Sends a hint that names nothing; whoever listens notes that the layer carries hints."""
        try:
            await asyncio.wait_for(_layer().group_send(GROUP, PROBE), ANSWER_S)
        except Exception as error:
            log.debug("live: the channel layer does not answer (%s)", type(error).__name__)

    def _hear(self, hint: Mapping[str, Any]) -> None:
        self.heard_at = time.monotonic()
        ids = ids_of(hint)
        if len(ids) >= MOST_IDS or len(self._hinted) > MOST_HINTED:
            self._missed = True
        else:
            self._hinted.update(ids)

    async def _unsubscribe(self, layer: BaseChannelLayer) -> None:
        try:
            await layer.group_discard(GROUP, self._channel)
        except Exception as error:
            log.debug("live: the channel layer does not answer (%s)", type(error).__name__)


def _layer() -> BaseChannelLayer:
    layer = get_channel_layer()
    if layer is None:
        raise RuntimeError("CHANNEL_LAYERS is not set, so no hint can arrive.")
    return layer
