"""The newest messages of a flow, with what its calls answered: what a new version is proven on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.bodies import read_body
from flows.engine.body_rules import csv_rule_of
from flows.engine.csv_rule import CsvRule
from flows.engine.document import spec_of
from flows.engine.proving import Message
from flows.store.cursors import fetch

MOST = 50
MOST_BYTES = 4_000_000
"""Of the bodies together, and again of the answers."""
_MOST_ITEMS = 1_000

_NEWEST = """
SELECT id, trigger_kind, content_type, headers, received_at, bytes FROM execution
WHERE flow_id = %s ORDER BY id DESC LIMIT %s"""
_BODIES = """
SELECT p.execution_id, coalesce(p.body, b.body) FROM payload p LEFT JOIN blob b ON b.id = p.blob_id
WHERE p.execution_id = ANY(%s)"""
_ANSWERS = """
SELECT execution_id, step, item, output FROM (
    SELECT execution_id, step, item, output,
           sum(octet_length(output)) OVER (ORDER BY execution_id DESC, step, item) AS so_far
    FROM step_attempt
    WHERE execution_id = ANY(%s) AND step = ANY(%s) AND status = 'succeeded' AND item < %s
) AS found WHERE so_far <= %s"""


def recent(flow_id: int, definition: Mapping[str, Any]) -> list[Message]:
    """The newest messages that can still be read, within the bounds above; newest first."""
    rows = _within(fetch(_NEWEST, [flow_id, MOST]))
    ids = [row[0] for row in rows]
    if not ids:
        return []
    bodies = {one: bytes(body) for one, body in fetch(_BODIES, [ids]) if body is not None}
    answers = _answers(ids, list(_calls(definition["steps"], "")))
    csv = csv_rule_of(spec_of(definition))
    made = (_message(row, bodies[row[0]], csv, answers.get(row[0], [])) for row in rows if row[0] in bodies)
    return [one for one in made if one is not None]


def _within(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    taken, left = [], MOST_BYTES
    for row in rows:
        if row[5] <= left:
            taken.append(row)
            left -= row[5]
    return taken


def _calls(steps: Sequence[Mapping[str, Any]], outer: str) -> Iterator[str]:
    for step in steps:
        if step["kind"] in ("call", "batch"):
            yield outer + step["id"]
        yield from _calls(step.get("config", {}).get("do", ()), f"{step['id']}.")


def _answers(ids: Sequence[UUID], steps: Sequence[str]) -> dict[UUID, list[tuple[str, int, JSON]]]:
    found: dict[UUID, list[tuple[str, int, JSON]]] = {}
    if not steps:
        return found
    for execution_id, step, item, output in fetch(_ANSWERS, [ids, steps, _MOST_ITEMS, MOST_BYTES]):
        value = None if output is None else orjson.loads(output)
        found.setdefault(execution_id, []).append((step, item, value))
    return found


def _message(
    row: tuple[Any, ...], raw: bytes, csv: CsvRule, answers: list[tuple[str, int, JSON]]
) -> Message | None:
    execution_id, kind, content_type, headers, received_at, _ = row
    try:
        body = read_body(raw, content_type, csv=csv)
    except FairleadError:
        return None
    return Message(
        id=str(execution_id),
        document=body.document,
        parsed=body.parsed,
        kind=kind,
        received_at=received_at.isoformat(),
        content_type=content_type,
        headers=headers or {},
        answers=answers,
    )
