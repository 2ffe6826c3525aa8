"""Flow versions ready to run, and what a lost answer means at each connection."""

from collections.abc import Iterable
from dataclasses import dataclass

from connectors.catalog import registry
from connectors.sdk.errors import FairleadError
from connectors.sdk.protocol import Idempotency
from connectors.sdk.types import JSON
from flows.engine.plan import Plan, plan_of
from flows.store.pool import Connections

MOST = 1000

_VERSIONS = """
SELECT v.id, f.slug, v.hash, v.definition FROM flow_version v JOIN flow f ON f.id = v.flow_id
WHERE v.id = ANY(%s)"""
_CONNECTORS = "SELECT slug, connector FROM connections_connection"


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
        self._connectors: dict[str, str] = {}

    async def load(self, ids: Iterable[int]) -> None:
        """Makes sure that ``get`` knows these."""
        missing = [one for one in set(ids) if one not in self._known]
        if not missing:
            return
        if len(self._known) > MOST:
            self._known.clear()
        for version_id, slug, hash, definition in await self._connections.all(_VERSIONS, (missing,)):
            self._known[version_id] = _version(slug, hash, definition)
        await self.load_connectors()

    async def load_connectors(self) -> None:
        """Reads again which connector each connection has."""
        self._connectors = dict(await self._connections.all(_CONNECTORS))

    def get(self, version_id: int) -> Version | None:
        """The version, where it was loaded and exists."""
        return self._known.get(version_id)

    def idempotency(self, connection: str, operation: str) -> Idempotency:
        """What a lost answer means; the strictest where the operation is not known."""
        try:
            found = registry.connector(self._connectors[connection]).manifest.operation(operation)
        except (KeyError, FairleadError):
            return "none"
        return found.idempotency if found else "none"


def _version(slug: str, hash: str, definition: JSON) -> Version:
    try:
        return Version(slug, plan_of(hash, lambda: definition))
    except FairleadError as error:
        return Version(slug, None, error)
