"""What became of a handful of executions, as after a redrive."""

from collections.abc import Sequence
from uuid import UUID

from flows.facade import access
from flows.facade.access import Actor
from flows.store.cursors import fetch

STATES = ("open", "succeeded", "failed", "dead", "indeterminate", "cancelled")

_COUNTS = """
SELECT CASE WHEN q.execution_id IS NULL THEN o.status ELSE 'open' END AS state, count(*)
FROM execution e
LEFT JOIN queue q ON q.execution_id = e.id LEFT JOIN outcome o ON o.execution_id = e.id
WHERE e.id = ANY(%s) AND e.flow_id = ANY(%s) GROUP BY state"""


def counts_of(actor: Actor, ids: Sequence[str]) -> dict[str, int]:
    """How many of them stand where, by the names of ``accounting.COUNTS``; ``accepted`` are those
    that the actor may see."""
    seen = list(access.visible_flow_ids(actor))
    found = dict(fetch(_COUNTS, [[UUID(one) for one in ids], seen]))
    counts = {state: int(found.get(state, 0)) for state in STATES}
    return {"accepted": sum(counts.values()), **counts}
