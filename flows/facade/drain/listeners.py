"""Which flows an event starts, and the executions that it becomes."""

import logging
from uuid import UUID

from connectors.sdk.errors import FairleadError
from connectors.sdk.fresh import Fresh
from flows.engine.chains import CHAIN
from flows.engine.records import Publish
from flows.facade.drain.active import Active
from flows.facade.intake.arrivals import Arrival
from flows.facade.intake.live import LiveFlow, running_of
from flows.facade.intake.rows import row_of, unfit_row_of
from flows.store.accepting import NewExecution
from flows.store.pool import Connections
from flows.store.results import dumps

log = logging.getLogger("fairlead.drain")

FRESH_S = 1.0

_LISTENERS = """
SELECT f.id, f.slug, v.id, v.number, v.definition FROM flow f JOIN flow_version v ON v.id = f.live_version_id
WHERE f.state = 'live' AND v.definition #>> '{trigger,kind}' = 'event'"""


class Listeners:
    """The live flows with an event trigger, read again after a second."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._by_event: dict[str, list[LiveFlow]] = {}
        self._fresh = Fresh(self._read, FRESH_S)

    async def refresh(self) -> None:
        """Reads them if that was longer than a second ago."""
        await self._fresh.ensure()

    async def ahead(self) -> None:
        """Reads them before that."""
        await self._fresh.ahead()

    async def _read(self) -> None:
        found: dict[str, list[LiveFlow]] = {}
        for flow_id, slug, version_id, number, definition in await self._connections.all(_LISTENERS):
            live = running_of(version_id, number, definition)
            event = definition["trigger"].get("config", {}).get("event", "")
            found.setdefault(event, []).append(LiveFlow(flow_id, slug, "live", live))
        self._by_event = found

    def started_by(self, active: Active, published: Publish) -> list[tuple[UUID, NewExecution]]:
        """The executions to be accepted with the records of the publishing step, each once."""
        arrival = Arrival(
            kind="event",
            body=dumps(published.payload),
            content_type="application/json",
            headers={"event": published.event, "publisher": active.version.flow, CHAIN: published.chain},
            idempotency_key=f"event:{published.key}",
        )
        flows = self._by_event.get(published.event, ())
        return [(active.claimed.id, _row(flow, arrival, active)) for flow in flows]


def _row(flow: LiveFlow, arrival: Arrival, active: Active) -> NewExecution:
    parent = (active.claimed.id, active.claimed.depth + 1)
    try:
        return row_of(flow, arrival, parent=parent)
    except FairleadError as error:
        log.warning("The event of execution %s is nothing for %s: %s", parent[0], flow.slug, error.code)
        return unfit_row_of(flow, arrival, error, parent)
