"""How much of a flow may wait: beyond it the door says 429, so that a flood stays at the door."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from flows.facade.intake.errors import FlowFull
from flows.store.pool import Connections

_LOAD = "SELECT flow_id, count(*), coalesce(sum(bytes), 0)::bigint FROM queue GROUP BY flow_id"
LONGEST_PAUSE_S = 10.0
COST_SHARE = 50
"""The count may take one part in this many of the time; on a long queue it is made less often."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Open executions of one flow, in number and in bytes of their payloads."""

    executions: int = 100_000
    bytes: int = 2 * 1024**3


@dataclass(slots=True)
class _Load:
    executions: int = 0
    bytes: int = 0


class Admission:
    """Counts what is open per flow: the database's count, and what this process added since."""

    def __init__(self, connections: Connections, limits: Limits) -> None:
        self._connections = connections
        self._limits = limits
        self._loads: dict[int, _Load] = {}
        self._due = 0.0
        self._reading = False

    def is_due(self) -> bool:
        """Whether the database's count is to be read again."""
        return time.monotonic() >= self._due and not self._reading

    def check(self, flow_id: int, slug: str, size: int) -> None:
        """Counts the event in, or raises FlowFull."""
        load = self._loads.get(flow_id)
        if load is None:
            load = self._loads[flow_id] = _Load()
        if load.executions >= self._limits.executions or load.bytes + size > self._limits.bytes:
            raise FlowFull(
                f"The flow {slug!r} has {load.executions} open executions with {load.bytes} bytes.",
                hint="Wait as long as Retry-After says, then send the same request again.",
                retry_after=5.0,
            )
        load.executions += 1
        load.bytes += size

    async def recount(self) -> None:
        """Reads the database's count; raises psycopg.Error."""
        self._reading = True
        started = time.monotonic()
        try:
            rows = await self._connections.all(_LOAD)
            self._loads = _loads(rows)
        finally:
            now = time.monotonic()
            self._due = now + min(LONGEST_PAUSE_S, max(0.5, (now - started) * COST_SHARE))
            self._reading = False


def _loads(rows: list[tuple[int, int, int]]) -> dict[int, _Load]:
    found: Mapping[int, _Load] = {flow: _Load(count, size) for flow, count, size in rows}
    return dict(found)
