"""What is told of the dead letter of an execution."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from connectors.sdk.types import JSON
from flows.facade.executions.rows import Row
from flows.store.cursors import fetch

_LETTERS = """
SELECT execution_id, fingerprint, at, discarded_at, discarded_by, discard_note, replayed_as
FROM dead_letter WHERE execution_id = ANY(%s)"""


def with_letters(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows, each with its ``dead_letter``; None where there is none."""
    letters = letters_of([UUID(str(row["id"])) for row in rows])
    return tuple({**row, "dead_letter": letters.get(str(row["id"]))} for row in rows)


def letters_of(ids: Sequence[UUID]) -> dict[str, JSON]:
    """By execution its group, since when it lies there, who laid it aside with what reason, and the
    execution by which its message was replayed."""
    return {
        str(execution): {
            "group": group,
            "at": at,
            "state": _state(discarded_at, replayed_as),
            "discarded_at": discarded_at,
            "discarded_by": discarded_by or None,
            "note": note,
            "replayed_as": str(replayed_as) if replayed_as else None,
        }
        for execution, group, at, discarded_at, discarded_by, note, replayed_as in fetch(
            _LETTERS, [list(ids)]
        )
    }


def _state(discarded_at: datetime | None, replayed_as: UUID | None) -> str:
    if replayed_as:
        return "replayed"
    return "discarded" if discarded_at else "open"
