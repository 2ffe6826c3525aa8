"""The figures of batches, as they are shown with their execution and told live."""

from typing import Any
from uuid import UUID

from connectors.sdk.types import JSON
from flows.store import batch_listing

Row = dict[str, JSON]


def progress_of(execution_id: UUID) -> list[Row]:
    """The figures of each batch of an execution. For callers that checked what may be seen."""
    return [_progress(row) for row in batch_listing.batches(execution_id)]


def _progress(row: tuple[Any, ...]) -> Row:
    step, state, source, size, done, *sums, busy_ms, started_at, updated_at, finished_at = row
    names = ("records", "succeeded", "failed", "skipped", "indeterminate")
    figures = dict(zip(names, sums, strict=True))
    return {
        "step": step,
        "state": state,
        "read_from": source,
        "progress": min(1.0, round(done / size, 4)) if size else None,
        **figures,
        "records_per_s": round(figures["records"] / (busy_ms / 1000), 1) if busy_ms else None,
        "duration_ms": busy_ms,
        "started_at": started_at,
        "updated_at": updated_at,
        "finished_at": finished_at,
    }
