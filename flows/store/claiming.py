"""Takes due executions out of the queue for one worker, with all it needs to run them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from flows.engine.records import AttemptStatus, StepRecord
from flows.store.database import Connection

SUSPECTS = 10
"""Added to the lane of an execution whose worker went away: those run with few others, or alone."""
QUARANTINE = 3
"""After so many claims that no worker came back from, it is not claimed again."""

TAKE = "SELECT * FROM fairlead_take(%s::smallint, %s, %s::smallint, %s::bigint[], %s, %s, %s::bigint[])"
_HISTORY = """
SELECT execution_id, step, item, attempt, round, status, started_at, finished_at, port, output, request,
       error, key, resume_at
FROM step_attempt WHERE execution_id = ANY(%s)"""


@dataclass(frozen=True, slots=True)
class Claim:
    """What to claim: at most ``most`` rows that were claimed fewer than ``claims_below`` times."""

    lane: int
    most: int
    owner: str
    lease: Any
    claims_below: int = 1
    except_flows: Sequence[int] = ()
    only_flows: Sequence[int] | None = None
    """None: all but the excepted ones."""


class Claimed(NamedTuple):
    """An execution that is ours until its lease ends, and so long as its epoch stays. A named tuple, since
    it is made for every execution, and a frozen dataclass of so many fields takes several times as long."""

    id: UUID
    flow_id: int
    lane: int
    epoch: int
    round: int
    size: int
    ordering_key: str
    cancel_requested: bool
    claimed_at: datetime
    """By the database's clock."""
    version_id: int
    received_at: datetime
    depth: int
    trigger_kind: str
    content_type: str
    headers: Mapping[str, str] | None
    body: bytes | None
    """None where retention has removed it."""


async def claim(connection: Connection, wanted: Claim) -> list[Claimed]:
    """Claims and reads what was claimed; the earliest accepted first."""
    parameters = (
        wanted.lane,
        wanted.most,
        wanted.claims_below,
        list(wanted.except_flows),
        wanted.owner,
        wanted.lease,
        None if wanted.only_flows is None else list(wanted.only_flows),
    )
    cursor = await connection.execute(TAKE, parameters, binary=True)
    return [Claimed(*row) for row in await cursor.fetchall()]


async def history(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, list[StepRecord]]:
    """The records of executions that were claimed before."""
    found: dict[UUID, list[StepRecord]] = {one: [] for one in ids}
    cursor = await connection.execute(_HISTORY, (list(ids),), binary=True)
    for execution_id, *facts in await cursor.fetchall():
        found[execution_id].append(_record(facts))
    return found


def _record(facts: Sequence[Any]) -> StepRecord:
    step, item, attempt, round, status, started_at, finished_at, port, *values, key, resume_at = facts
    output, request, error = (_value(raw) for raw in values)
    return StepRecord(
        step=step,
        item=item,
        attempt=attempt,
        round=round,
        status=AttemptStatus(status),
        started_at=started_at,
        finished_at=finished_at,
        port=port,
        output=output,
        request=request,
        error=error,
        key=key,
        resume_at=resume_at,
    )


def _value(raw: bytes | None) -> Any:
    return None if raw is None else orjson.loads(raw)
