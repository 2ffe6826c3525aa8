"""Tells the live pages that executions changed. A hint names rows and carries nothing of them.

The hub in the web process reads the rows itself, so a lost hint costs freshness, never truth.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

log = logging.getLogger("fairlead.hints")

GROUP = "fairlead.live"
MOST_IDS = 500
"""A hint names at most so many executions; beyond it the hub goes by the flows."""
GATHER_S = 0.05
_SIZE = 16
TIMEOUT_S = 1.0


class Hints:
    """Gathers the changes of a moment into one hint. Belongs to one event loop."""

    def __init__(self) -> None:
        self._flows: set[int] = set()
        self._ids: list[UUID] = []
        self._task: asyncio.Task[None] | None = None

    def changed(self, rows: Iterable[tuple[int, UUID]]) -> None:
        """Notes executions (flow id and id) whose new state is committed; returns at once."""
        for flow_id, execution_id in rows:
            self._flows.add(flow_id)
            if len(self._ids) < MOST_IDS:
                self._ids.append(execution_id)
        if self._task is None and self._flows:
            self._task = asyncio.ensure_future(self._later())

    async def flush(self) -> None:
        """Sends what was gathered."""
        if self._task is not None:
            await self._task

    async def _later(self) -> None:
        await asyncio.sleep(GATHER_S)
        flows, self._flows = self._flows, set()
        ids, self._ids = self._ids, []
        self._task = None
        await _send(flows, ids)


def changed_now(rows: Iterable[tuple[int, UUID]]) -> None:
    """The same from ordinary code: sends one hint and waits for it, at most a second."""
    pairs = list(rows)
    flows = {flow_id for flow_id, _ in pairs}
    ids = [execution_id for _, execution_id in pairs[:MOST_IDS]]
    if flows:
        async_to_sync(_send)(flows, ids)


def ids_of(message: Mapping[str, Any]) -> list[str]:
    """The executions that a hint names. They travel as bytes: often nobody looks, and nobody then
    spells them out."""
    packed = message.get("packed", b"")
    return [str(UUID(bytes=packed[at : at + _SIZE])) for at in range(0, len(packed), _SIZE)]


async def _send(flows: Iterable[int], ids: Iterable[UUID]) -> None:
    packed = b"".join(one.bytes for one in ids)
    message = {"type": "executions.changed", "flow_ids": sorted(flows), "packed": packed}
    try:
        layer = get_channel_layer()
        if layer is not None:
            await asyncio.wait_for(layer.group_send(GROUP, message), TIMEOUT_S)
    except Exception as error:
        log.debug("No hint could be sent; the live pages catch up by themselves: %s", error)
