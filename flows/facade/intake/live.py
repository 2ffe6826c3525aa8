"""The flows as the door knows them: read again after a second, and checked once more by the insert."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from connectors.connections.sealing import unseal
from connectors.sdk.fresh import Shared
from connectors.sdk.types import JSON
from flows.engine.body_rules import csv_rule_of
from flows.engine.contracts import Contract, contract_of
from flows.engine.csv_rule import COMMON, CsvRule
from flows.engine.document import spec_of
from flows.engine.keys import KeyPlan, compile_keys
from flows.facade import acceleration
from flows.facade.errors import NotFound
from flows.facade.intake.errors import FlowNotLive
from flows.facade.webhooks import bound_to
from flows.store.models import Flow, FlowVersion
from flows.store.pool import Connections

FRESH_S = 1.0
LANES: Mapping[str, int] = {"real_time": 0, "batch": 1}

_FLOW = """
SELECT f.id, f.state, f.live_version_id, v.number,
       CASE WHEN v.id IS DISTINCT FROM %(known)s THEN v.definition END,
       CASE WHEN v.id IS DISTINCT FROM %(known)s THEN p.proofs END,
       (SELECT array_agg(s.sealed) FROM webhook_secret s
        WHERE s.flow_id = f.id AND (s.revoked_at IS NULL OR s.revoked_at > now()))
FROM flow f LEFT JOIN flow_version v ON v.id = f.live_version_id
LEFT JOIN flow_version_proofs p ON p.version_id = v.id
WHERE f.slug = %(slug)s"""


@dataclass(frozen=True, slots=True)
class Running:
    """What the door needs of a version. ``accepts`` and ``auth`` are empty where all is taken."""

    version_id: int
    version: int
    trigger_kind: str
    accepts: tuple[str, ...]
    auth: tuple[str, ...]
    keys: KeyPlan
    lane: int
    contract: Contract | None = None
    csv: CsvRule = COMMON
    """How the flow reads a CSV body."""


@dataclass(frozen=True, slots=True)
class LiveFlow:
    """A flow and its live version, as read a moment ago."""

    id: int
    slug: str
    state: str
    live: Running | None
    secrets: tuple[str, ...] = ()
    """Signing secrets of the webhook."""
    read_at: float = 0.0

    def running(self) -> Running:
        """The live version; raises FlowNotLive."""
        if self.state != "live" or self.live is None:
            now = "paused" if self.state == "paused" else "not published"
            hint = "Resume it." if self.state == "paused" else "Publish a version first."
            raise FlowNotLive(f"The flow {self.slug!r} is {now}.", hint=hint)
        return self.live


def running_of(version_id: int, number: int, definition: JSON) -> Running:
    """Reads the definition of a published version. It was checked then; what is checked more strictly
    today does not close the door of a flow that is live."""
    spec = spec_of(definition)
    config = spec.trigger.config
    return Running(
        version_id=version_id,
        version=number,
        trigger_kind=spec.trigger.kind,
        accepts=tuple(config.get("accepts") or ()),
        auth=tuple(config.get("auth") or ()),
        keys=compile_keys(spec.keys),
        lane=LANES[spec.latency],
        contract=contract_of(config),
        csv=csv_rule_of(spec),
    )


def flow_of(flow: Flow, version: FlowVersion | None, *, state: str | None = None) -> LiveFlow:
    """The same from rows that are at hand, for starts from ordinary code."""
    live = running_of(version.pk, version.number, version.definition) if version else None
    return LiveFlow(id=flow.pk, slug=flow.slug, state=state or flow.state, live=live)


class LiveFlows:
    """A cache by slug. A stale entry costs nothing but a second look: the insert checks."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._known: dict[str, LiveFlow] = {}
        self._shared = Shared(self._read)
        self._demotions = acceleration.Demotions(connections)

    def close(self) -> None:
        """Demotions are not kept any more; the connections belong to others."""
        self._demotions.close()

    async def get(self, slug: str) -> LiveFlow:
        """The flow, at most a second old; raises NotFound."""
        known = self._known.get(slug)
        return known if known is not None and self.is_present(known) else await self.refresh(slug)

    def is_present(self, flow: LiveFlow) -> bool:
        """Whether ``get`` would give the same again."""
        return self._known.get(flow.slug) is flow and time.monotonic() - flow.read_at < FRESH_S

    async def refresh(self, slug: str) -> LiveFlow:
        """Reads the flow now; all who ask in the meantime share the answer."""
        return await self._shared.get(slug)

    async def _read(self, slug: str) -> LiveFlow:
        known = self._known.get(slug)
        live = known.live if known else None
        await self._demotions.refresh()
        known_version = live.version_id if live else 0
        row = await self._connections.one(_FLOW, {"known": known_version, "slug": slug})
        if row is None:
            self._known.pop(slug, None)
            raise NotFound(f"There is no flow {slug!r}.", hint="Look at the list of flows.")
        flow_id, state, version_id, number, definition, proofs, sealed = row
        if definition is not None:
            live = running_of(version_id, number, definition)
            acceleration.trust(live.keys.expressions, proofs)
        found = LiveFlow(
            id=flow_id,
            slug=slug,
            state=state,
            live=live if version_id else None,
            secrets=tuple(unseal(bytes(one), bound_to(flow_id)) for one in sealed or ()),
            read_at=time.monotonic(),
        )
        self._known[slug] = found
        return found
