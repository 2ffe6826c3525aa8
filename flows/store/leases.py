"""Keeps leases alive from a thread of its own, so that a busy event loop does not lose its work."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from flows.store.arrays import bigints, register, uuids
from flows.store.database import ConnectOptions, parameters

EXTEND = """
WITH mine AS (SELECT * FROM unnest(%s, %s) AS m (execution_id, epoch)), held AS (
    SELECT q.execution_id FROM queue q JOIN mine USING (execution_id)
    WHERE q.epoch = mine.epoch AND q.lease_owner <> ''
      AND q.execution_id = ANY(ARRAY(SELECT execution_id FROM mine))
    FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE queue q SET visible_at = clock_timestamp() + %s
WHERE q.execution_id = ANY(ARRAY(SELECT execution_id FROM held))"""
"""Seeks the rows by their ids: see ``result_statements``."""


class LeaseKeeper:
    """One synchronous connection, opened again after a failure."""

    def __init__(self, lease: timedelta) -> None:
        self._lease = lease
        self._connection: psycopg.Connection[Any] | None = None

    def extend(self, rows: Sequence[tuple[UUID, int]]) -> None:
        """Moves the end of the leases (execution and epoch) that are still ours.

        Raises:
            psycopg.Error: the database cannot be reached; the next call tries again.
        """
        if self._connection is None:
            self._connection = psycopg.connect(**parameters(ConnectOptions("fairlead leases", statement_s=5)))
            register(self._connection)
        try:
            ids, epochs = uuids([one for one, _ in rows]), bigints([epoch for _, epoch in rows])
            self._connection.execute(EXTEND, (ids, epochs, self._lease))
        except psycopg.Error:
            self.close()
            raise

    def close(self) -> None:
        """Closes the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
