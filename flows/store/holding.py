"""Holds open executions until a person lets them go: after a restore.

What was open when the backup was made may have gone on afterwards, with calls that left and of which
the backup knows nothing. A held row is due in the year 9999: no worker claims it and no sweep frees it,
while later executions of its ordering key wait behind it as behind any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flows.store.cursors import fetch

HELD_AT = datetime(9999, 1, 1, tzinfo=UTC)
HELD_UNTIL = "timestamptz '9999-01-01 00:00:00+00'"
HOLD_ALL = f"""
UPDATE queue SET visible_at = {HELD_UNTIL}, status = 'waiting', lease_owner = '', claims = 0,
    lane = lane % 10;
DELETE FROM record_lock;
INSERT INTO schedule_tick (flow_id, due, created_at)
SELECT f.id, now(), now() FROM flow f JOIN flow_version v ON v.id = f.live_version_id
WHERE v.definition #>> '{{trigger,kind}}' = 'schedule'
ON CONFLICT DO NOTHING"""  # noqa: S608
"""Plain SQL, run inside the restoring transaction. The ticks say that every due time until now is dealt
with: the installation that was saved started them, or a person does so knowingly."""
_HELD = f"""
SELECT f.id, f.slug, count(*), count(*) FILTER (WHERE EXISTS (
    SELECT FROM step_attempt a WHERE a.execution_id = q.execution_id AND a.key <> ''))
FROM queue q JOIN flow f ON f.id = q.flow_id
WHERE q.visible_at = {HELD_UNTIL} GROUP BY f.id, f.slug ORDER BY 2"""  # noqa: S608
_RELEASE = f"""
UPDATE queue SET visible_at = clock_timestamp(), status = 'queued'
WHERE visible_at = {HELD_UNTIL} AND flow_id = ANY(%(flows)s)
  AND (%(ids)s::uuid[] IS NULL OR execution_id = ANY(%(ids)s))
RETURNING flow_id, execution_id, lane"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Held:
    """How many executions of a flow are held, and how many of those had made a call already."""

    flow_id: int
    flow: str
    held: int
    had_called: int


def held() -> list[Held]:
    """The flows with held executions."""
    return [Held(*row) for row in fetch(_HELD)]


def release(flow_ids: Sequence[int], ids: Sequence[UUID] | None = None) -> list[tuple[int, UUID, int]]:
    """Lets the held executions of these flows go, or those named; (flow id, id, lane) of each."""
    return fetch(_RELEASE, {"flows": list(flow_ids), "ids": None if ids is None else list(ids)})
