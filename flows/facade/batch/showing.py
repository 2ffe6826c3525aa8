"""Batches as people see them: progress, quality, the records that failed, and running those again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from connectors.sdk.types import JSON
from flows.engine.steps.batch.quality import summary_of
from flows.facade import access
from flows.facade.access import Actor
from flows.facade.batch.progress import Row, progress_of
from flows.facade.errors import Conflict, NotFound
from flows.facade.executions.finding import execution_for
from flows.facade.executions.hiding import PayloadAccess, access_of, shape_of
from flows.facade.executions.starting import Started, replay
from flows.store import batch_listing
from flows.store.models import Execution

_NEWEST = 100
_CAUSES = 5


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Records in the order of the source; the numbers where the next and the previous page begin."""

    rows: tuple[Row, ...]
    next: int | None
    previous: int | None
    payload_access: PayloadAccess = "own"
    """How the records themselves are shown; the transport writes down where they are revealed."""


def batches(actor: Actor, execution_id: str) -> list[Row]:
    """The figures of each batch with the quality of its data; raises NotFound."""
    found = execution_for(actor, execution_id)
    qualities = batch_listing.qualities(found.pk)
    return [
        {**row, "quality": summary_of(_value(qualities.get(str(row["step"]))))}
        for row in progress_of(found.pk)
    ]


def failed(actor: Actor, flow: str | None = None) -> list[Row]:
    """The newest batches with failed records that nobody ran again, and why most of them failed; of one
    flow, which raises NotFound, or of all that the actor may see."""
    flows = [access.flow_for(actor, flow).pk] if flow else list(access.visible_flow_ids(actor))
    return [
        {
            "execution": str(execution),
            "step": step,
            "failed": failed_records,
            "records": all_records,
            "at": at,
            "flow": slug,
            "flow_name": name,
            "business_keys": business or {},
            "step_name": step_name or step,
            "causes": causes,
        }
        for (
            execution, step, failed_records, all_records, at, slug, name, business, step_name, causes,
        ) in batch_listing.failed(flows, _NEWEST, _CAUSES)
    ]  # fmt: skip


def records(
    actor: Actor,
    execution_id: str,
    step: str,
    *,
    status: str = "",
    position: int | None = None,
    forward: bool = True,
    limit: int = 50,
) -> RecordPage:
    """Records that did not succeed; raises NotFound."""
    found = _with_batch(actor, execution_id, step)
    shown = access_of(actor, found, access.permissions_of(actor, found.flow))
    rows = batch_listing.records(
        found.pk, step, status=status, position=position, forward=forward, limit=limit + 1
    )
    more = len(rows) > limit
    rows = rows[:limit] if forward else rows[:limit][::-1]
    if not rows:
        return RecordPage((), None, None)
    has_next, has_previous = (more, position is not None) if forward else (True, more)
    return RecordPage(
        tuple(_record(row, hidden=shown == "hidden") for row in rows),
        next=rows[-1][0] if has_next else None,
        previous=rows[0][0] if has_previous else None,
        payload_access=shown,
    )


def redrive(
    actor: Actor, execution_id: str, step: str, numbers: Sequence[int] | None, version: str = "live"
) -> tuple[Started, int]:
    """Runs failed records (None: all) as a batch of a new execution. The steps before run again, as in
    any replay; other batches of the flow are given nothing.

    Raises:
        NotFound, Forbidden: the execution or its batch.
        Conflict: none of the records failed in a way that running them again could help.
    """
    with transaction.atomic():
        found = _with_batch(actor, execution_id, step, "operate")
        steps = sorted({str(row["step"]) for row in progress_of(found.pk)})
        started = replay(actor, execution_id, version)
        count = batch_listing.select(found.pk, step, UUID(started.id), numbers, steps)
        if not count:
            raise Conflict(
                "None of these records can be run again.",
                hint="Records that could not be read, or that are redriven already, are left out.",
            )
    return started, count


def _with_batch(actor: Actor, execution_id: str, step: str, permission: str = "view") -> Execution:
    found = execution_for(actor, execution_id, permission)
    if step not in {row["step"] for row in progress_of(found.pk)}:
        raise NotFound("The execution has no such batch.", hint="Look at its steps.")
    return found


def _record(row: tuple[Any, ...], *, hidden: bool) -> Row:
    number, line, status, code, message, path, at, redriven_by, raw = row
    value = _value(raw)
    return {
        "number": number,
        "line": line,
        "status": status,
        "code": code,
        "message": message,
        "path": path or None,
        "at": at,
        "redriven_by": str(redriven_by) if redriven_by else None,
        "redrivable": status == "failed" and code not in batch_listing.UNREADABLE,
        "record": shape_of(value) if hidden else value,
    }


def _value(raw: bytes | None) -> JSON:
    return orjson.loads(raw) if raw else None
