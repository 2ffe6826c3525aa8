"""Locks on outside records, over all workers: where an operation is exclusive, two calls for one
record are never under way at once. A lock that is not given back ends by itself."""

from collections.abc import Sequence
from datetime import timedelta

from flows.store.arrays import texts
from flows.store.pool import Connections

_TAKE = """
INSERT INTO record_lock (connection, record_key, owner, until)
SELECT %s, key, %s, clock_timestamp() + %s FROM unnest(%s) AS wanted (key) ORDER BY key
ON CONFLICT (connection, record_key) DO UPDATE SET owner = excluded.owner, until = excluded.until
WHERE record_lock.until < clock_timestamp() OR record_lock.owner = excluded.owner
RETURNING record_key"""
_GIVE = """
DELETE FROM record_lock l USING unnest(%s) AS held (key)
WHERE l.connection = %s AND l.record_key = held.key AND l.owner = %s"""


class RecordLocks:
    """The locks that one worker holds."""

    def __init__(self, connections: Connections, owner: str) -> None:
        self._connections = connections
        self._owner = owner

    async def take(self, connection: str, keys: Sequence[str], seconds: float) -> set[str]:
        """Those of the keys that could be had at once; distinct keys only."""
        parameters = (connection, self._owner, timedelta(seconds=seconds), texts(keys))
        return {key for (key,) in await self._connections.all(_TAKE, parameters)}

    async def give(self, connection: str, keys: Sequence[str]) -> None:
        """Gives locks back."""
        await self._connections.all(_GIVE, (texts(keys), connection, self._owner))
