"""What is claimed next: ordinary work in batches, suspects with few others, and at the last alone."""

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from flows.engine.records import StepRecord
from flows.facade.drain.options import Options
from flows.store.claiming import QUARANTINE, SUSPECTS, Claim, Claimed, claim, history
from flows.store.database import Connection, ConnectOptions, connect

LOOK_EVERY_S = 0.5
"""How often a lane is searched for executions whose worker went away."""
ALONE_S = 5.0
"""What kills a worker mostly does so at once; a slow call must not keep others waiting for longer."""
BUSY_S = 10.0
"""A worker that is never idle runs a suspect beside its other work after so long, one at a time."""


def smallest_first(rows: list[Claimed]) -> list[Claimed]:
    """The flows with the fewest executions among these come first, each flow's in their order: what the
    neighbour of a flood waits for is short then, and the flood hardly notices."""
    counts = Counter(row.flow_id for row in rows)
    return rows if len(counts) < 2 else sorted(rows, key=lambda row: counts[row.flow_id])


class Claims:
    """One connection; ``held`` are the executions under way in this worker."""

    def __init__(self, options: Options, held: Collection[UUID]) -> None:
        self._options = options
        self._held = held
        self._connection: Connection | None = None
        self._looked: dict[int, float] = {}
        self._alone_since: float | None = None
        self._doubtful: UUID | None = None
        self._idle_at = time.monotonic()
        self._found_work = False

    async def next(self, lane: int, room: int, except_flows: Collection[int]) -> list[Claimed]:
        """The executions to begin now; none while a suspect runs alone. Raises psycopg.Error."""
        if self._runs_alone():
            return []
        if self._found_work:
            # Whoever comes after a pause is not kept waiting by a look at suspects; a crowd does not keep
            # it off for ever either.
            found = await self._suspects(lane) or await self._ordinary(lane, room, except_flows)
        else:
            found = await self._ordinary(lane, room, except_flows) or await self._suspects(lane)
        self._found_work = bool(found)
        return found

    async def next_of(self, flows: Collection[int], lane: int, room: int) -> list[Claimed]:
        """The same of a few flows, without those that others left behind."""
        return [] if self._runs_alone() or not flows else await self._ordinary(lane, room, (), flows)

    async def _ordinary(
        self, lane: int, room: int, except_flows: Collection[int], only: Collection[int] | None = None
    ) -> list[Claimed]:
        wanted = Claim(
            lane=lane,
            most=min(room, self._options.batch),
            owner=self._options.owner,
            lease=self._options.lease,
            except_flows=sorted(except_flows),
            only_flows=None if only is None else sorted(only),
        )
        return smallest_first(await claim(await self._open(), wanted))

    async def histories(self, rows: Sequence[Claimed]) -> Mapping[UUID, list[StepRecord]]:
        """The records of those that were claimed before."""
        again = [row.id for row in rows if row.epoch > 1 or row.round]
        return await history(await self._open(), again) if again else {}

    async def close(self) -> None:
        """Closes the connection; it is opened again when needed."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    def _runs_alone(self) -> bool:
        if self._alone_since is None:
            return False
        if self._held and time.monotonic() - self._alone_since < ALONE_S:
            return True
        self._alone_since = None
        return False

    async def _suspects(self, lane: int) -> list[Claimed]:
        """A few that one worker did not come back from; or one that two did not come back from, where
        nothing else is under way, or where that has been so for too long."""
        now = time.monotonic()
        if now - self._looked.get(lane, 0.0) < LOOK_EVERY_S:
            return []
        self._looked[lane] = now
        if not self._held:
            self._idle_at = now
        found = await self._claim_suspects(lane, self._options.suspects, 2)
        if not found and self._may_take_a_doubtful_one(now):
            found = await self._claim_suspects(lane, 1, QUARANTINE)
            self._doubtful = found[0].id if found else None
            self._alone_since = now if found and not self._held else None
        if found:
            self._looked[lane] = 0.0  # there may be more
        return found

    def _may_take_a_doubtful_one(self, now: float) -> bool:
        too_long = now - self._idle_at > BUSY_S and self._doubtful not in self._held
        return not self._held or too_long

    async def _claim_suspects(self, lane: int, most: int, claims_below: int) -> list[Claimed]:
        wanted = Claim(
            lane=lane + SUSPECTS,
            most=most,
            owner=self._options.owner,
            lease=self._options.lease,
            claims_below=claims_below,
        )
        return await claim(await self._open(), wanted)

    async def _open(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = await connect(ConnectOptions("fairlead drain claims", statement_s=15))
        return self._connection
