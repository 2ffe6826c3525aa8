"""Writes a batch of new executions in one statement, and says what became of each."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg

from flows.facade import boundaries
from flows.facade.intake.errors import IntakeUnavailable
from flows.store import accepting
from flows.store.accepting import NewExecution
from flows.store.database import Connection, ConnectOptions, connect

log = logging.getLogger("fairlead.intake")


@dataclass(frozen=True, slots=True)
class Taken:
    """The key belongs to another execution, made from a body with this hash."""

    id: UUID
    body_sha256: bytes
    version: int | None = None
    """Number of the flow version it runs on; None where it was taken in this very moment."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The row stands."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """The flow's live version is another one by now; nothing was stored."""


Answer = Stored | Taken | Superseded
STORED = Stored()
SUPERSEDED = Superseded()


def not_stored() -> IntakeUnavailable:
    """The answer to those whose event may not stand."""
    return IntakeUnavailable(
        "The database did not take the event.",
        hint="Send it again with the same Idempotency-Key.",
        retry_after=2.0,
    )


class BatchWriter:
    """One connection that writes batches."""

    def __init__(self) -> None:
        self._connection: Connection | None = None

    async def write(self, rows: Sequence[NewExecution]) -> Sequence[Answer | IntakeUnavailable]:
        """One answer per row. A row that the database refuses takes no other with it."""
        connection = await self._open()
        try:
            return await self._store(connection, rows)
        except (psycopg.DataError, psycopg.IntegrityError, ValueError) as error:
            if len(rows) == 1:
                log.error("The database refused an event: %s", error)
                return [not_stored()]
            return [answer for row in rows for answer in await self.write([row])]
        except psycopg.OperationalError:
            await self.close()
            raise

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _open(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = await connect(ConnectOptions("fairlead intake", statement_s=10))
        return self._connection

    @staticmethod
    async def _store(connection: Connection, rows: Sequence[NewExecution]) -> Sequence[Answer]:
        cursor = await connection.execute(*accepting.statement(rows))
        boundaries.passed(boundaries.ACCEPTED)
        if cursor.rowcount == len(rows):
            return [STORED] * len(rows)
        stored = {row_id for (row_id,) in await cursor.fetchall()}
        rest = [row for row in rows if row.id not in stored and row.idempotency_key]
        taken = await _taken(connection, rest)
        return [
            STORED if row.id in stored else taken.get((row.flow_id, row.idempotency_key), SUPERSEDED)
            for row in rows
        ]


async def _taken(connection: Connection, rows: Sequence[NewExecution]) -> dict[tuple[int, str], Taken]:
    if not rows:
        return {}
    cursor = await connection.execute(accepting.TAKEN, accepting.keys_of(rows))
    return {(flow, key): Taken(*found) for flow, key, *found in await cursor.fetchall()}
