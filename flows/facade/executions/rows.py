"""An execution as a line of a list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from connectors.sdk.types import JSON
from flows.store import listing

Row = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest first, and the cursors of the pages beside this one."""

    rows: tuple[Row, ...]
    next: str | None = None
    previous: str | None = None


def load(ids: Sequence[UUID]) -> list[Row]:
    """The rows of these executions, newest first."""
    return [row_of(found) for found in listing.load(ids)]


def newest(flow_ids: Collection[int], limit: int) -> list[Row]:
    """The newest executions of these flows. For callers that checked what may be seen."""
    return load(listing.find(listing.Search(list(flow_ids)), listing.Window(limit)))


def rows(ids: Collection[str], flow_ids: Collection[int]) -> list[Row]:
    """Those of the executions that belong to these flows. For callers that checked."""
    found = listing.load([UUID(one) for one in ids])
    return [row_of(one) for one in found if one[1] in flow_ids]


def row_of(found: tuple[Any, ...]) -> Row:
    """A row of ``listing.ROW`` in the words of the API."""
    row_id, _, slug, name, number, status, kind, business, received, finished, *rest = found
    attempts, step, error, replay_of, step_name, held, records = rest
    return {
        "id": str(row_id),
        "flow": slug,
        "flow_name": name,
        "version": number,
        "status": status,
        "held": held,
        "trigger_kind": kind,
        "business_keys": business or {},
        "received_at": received,
        "finished_at": finished,
        "duration_ms": round((finished - received).total_seconds() * 1000) if finished else None,
        "step_attempts": attempts,
        "failed_step": step or None,
        "failed_step_name": step_name or step or None,
        "error": _brief(error) if error else None,
        "failed_records": records,
        "replay_of": str(replay_of) if replay_of else None,
    }


def _brief(error: Mapping[str, JSON]) -> JSON:
    where = error.get("where")
    return {
        **{name: error.get(name) or "" for name in ("code", "message", "hint")},
        "where": where if isinstance(where, dict) else {},
    }
