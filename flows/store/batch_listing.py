"""What people see of batches: their figures, and the records that did not succeed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flows.store.cursors import fetch

_BATCHES = """
SELECT step, state, source, size, done, records, succeeded, failed, skipped, indeterminate, busy_ms,
       started_at, updated_at, finished_at
FROM batch WHERE execution_id = %s ORDER BY started_at, step"""
_QUALITY = "SELECT step, quality FROM batch WHERE execution_id = %s"
_RECORDS = """
SELECT number, line, status, code, message, path, at, redriven_by, record FROM batch_record
WHERE execution_id = %(id)s AND step = %(step)s AND (%(status)s = '' OR status = %(status)s)
  AND number > %(after)s AND number < %(before)s
ORDER BY number {direction} LIMIT %(limit)s"""
UNREADABLE = ("csv.row", "csv.fields", "csv.encoding", "csv.nul", "body.malformed", "body.too_deep")
"""Codes of records that could not even be read: there is nothing that could be run again."""
_SELECT = """
WITH chosen AS (
    UPDATE batch_record SET status = 'redriven', redriven_by = %(new)s
    WHERE execution_id = %(id)s AND step = %(step)s AND status = 'failed' AND code <> ALL (%(unreadable)s)
      AND (%(all)s OR number = ANY (%(numbers)s))
    RETURNING 1
), counted AS (
    UPDATE batch SET redriven = redriven + (SELECT count(*) FROM chosen)
    WHERE execution_id = %(id)s AND step = %(step)s
)
SELECT count(*) FROM chosen"""
_FAILED = """
SELECT b.execution_id, b.step, b.failed - b.redriven, b.records, b.updated_at, f.slug, f.name, e.business,
       jsonb_path_query_first(v.definition, '$.steps[*] ? (@.id == $id).name',
                              jsonb_build_object('id', b.step)) #>> '{}', causes.told
FROM (
    SELECT * FROM batch WHERE flow_id = ANY(%(flows)s) AND failed > redriven
    ORDER BY execution_id DESC, step LIMIT %(limit)s
) AS b
JOIN execution e ON e.id = b.execution_id
JOIN flow f ON f.id = b.flow_id
JOIN flow_version v ON v.id = e.version_id
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(one), '[]') AS told FROM (
        SELECT code, message, count(*) FROM (
            SELECT code, message FROM batch_record
            WHERE execution_id = b.execution_id AND step = b.step AND status = 'failed' LIMIT %(searched)s
        ) AS near GROUP BY code, message ORDER BY count(*) DESC, message LIMIT %(causes)s
    ) AS one
) AS causes
ORDER BY b.execution_id DESC, b.step"""
_SEARCHED = 1000
"""So many of a batch's failed records say why most of them failed."""
_LIMIT_SOURCE = """
INSERT INTO batch_selection (execution_id, source_id, step)
SELECT %(new)s, %(id)s, unnest(%(steps)s::text[])"""
LAST = 2**62


def batches(execution_id: UUID) -> list[Any]:
    """A row for each batch of the execution."""
    return fetch(_BATCHES, [execution_id])


def qualities(execution_id: UUID) -> dict[str, bytes | None]:
    """The stored quality by step."""
    return dict(fetch(_QUALITY, [execution_id]))


def failed(flow_ids: Sequence[int], limit: int, causes: int) -> list[Any]:
    """The newest batches of these flows with failed records that nobody ran again, each with the most
    frequent causes as ``{code, message, count}``."""
    given = {"flows": list(flow_ids), "limit": limit, "searched": _SEARCHED, "causes": causes}
    return fetch(_FAILED, given)


def records(
    execution_id: UUID, step: str, *, status: str, position: int | None, forward: bool, limit: int
) -> list[Any]:
    """Records in the order of the source from the position on; backwards where not ``forward``."""
    given = {
        "id": execution_id,
        "step": step,
        "status": status,
        "after": position if forward and position is not None else -1,
        "before": position if not forward and position is not None else LAST,
        "limit": limit,
    }
    return fetch(_RECORDS.format(direction="ASC" if forward else "DESC"), given)


def select(
    execution_id: UUID, step: str, new: UUID, numbers: Sequence[int] | None, steps: Sequence[str]
) -> int:
    """Gives failed records (None: all) to a new execution, whose batches take nothing else; how many."""
    given = {
        "id": execution_id,
        "step": step,
        "new": new,
        "all": numbers is None,
        "numbers": list(numbers or ()),
        "unreadable": list(UNREADABLE),
        "steps": list(steps),
    }
    fetch(_LIMIT_SOURCE, given)
    return int(fetch(_SELECT, given)[0][0])
