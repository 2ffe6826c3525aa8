"""Flow versions ready to run, and what a lost answer means at each connection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from connectors import registry
from connectors.sdk.errors import FairleadError
from connectors.sdk.fresh import Fresh
from connectors.sdk.protocol import Idempotency
from connectors.sdk.types import JSON
from flows.engine.places import places_of
from flows.engine.plan import Plan, plan_of
from flows.facade import acceleration
from flows.store.pool import Connections

MOST = 1000
FRESH_S = 2.0

_VERSIONS = """
SELECT v.id, f.slug, v.hash, v.definition, p.proofs FROM flow_version v JOIN flow f ON f.id = v.flow_id
LEFT JOIN flow_version_proofs p ON p.version_id = v.id WHERE v.id = ANY(%s)"""
_CONNECTORS = "SELECT slug, connector, config FROM connections_connection"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a flow; ``problem`` says why it cannot run."""

    flow: str
    plan: Plan | None
    problem: FairleadError | None = None


class Versions:
    """Read once each: a published version never changes."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._known: dict[int, Version] = {}
        self._connectors: dict[str, tuple[str, JSON]] = {}
        self._fresh = Fresh(self._load_connectors, FRESH_S)
        self._demotions = acceleration.Demotions(connections)

    def close(self) -> None:
        """Demotions are not kept any more; the connections belong to others."""
        self._demotions.close()

    async def ahead(self) -> None:
        """Reads what changes beside the versions before it is too old."""
        await self._demotions.ahead()
        await self._fresh.ahead()

    async def load(self, ids: Iterable[int]) -> None:
        """Makes sure that ``get`` knows these."""
        await self._demotions.refresh()
        await self._fresh.ensure()
        missing = [one for one in set(ids) if one not in self._known]
        if not missing:
            return
        # A version that is new here may call a connection that was made a moment ago.
        await self._load_connectors()
        if len(self._known) > MOST:
            self._known.clear()
        for version_id, slug, hash, definition, proofs in await self._connections.all(_VERSIONS, (missing,)):
            self._known[version_id] = _version(slug, hash, definition, proofs)

    def get(self, version_id: int) -> Version | None:
        """The version, where it was loaded and exists."""
        return self._known.get(version_id)

    def idempotency(self, connection: str, operation: str, arguments: Mapping[str, JSON]) -> Idempotency:
        """What a lost answer means; the strictest where the operation is not known."""
        try:
            connector, config = self._connectors[connection]
            return registry.connector(connector).idempotency(operation, arguments, config)
        except (KeyError, FairleadError):
            return "none"

    async def _load_connectors(self) -> None:
        rows = await self._connections.all(_CONNECTORS)
        self._connectors = {slug: (connector, config) for slug, connector, config in rows}


def _version(slug: str, hash: str, definition: JSON, proofs: JSON) -> Version:
    try:
        plan = plan_of(hash, lambda: definition)
        acceleration.trust((place.expression for place in places_of(definition)), proofs)
        return Version(slug, plan)
    except FairleadError as error:
        return Version(slug, None, error)
