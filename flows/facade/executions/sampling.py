"""Captured messages to try an expression on: what a step received in recent executions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.mapping import compile_expression
from flows.facade import access
from flows.facade.access import Actor
from flows.facade.executions.hiding import shape_of
from flows.facade.executions.inputs import Outputs, input_of
from flows.facade.executions.payloads import document_of, raw_payload
from flows.facade.executions.rows import load
from flows.facade.executions.steps import Record, outputs_of, records_of
from flows.store.listing import Search, Window, find
from flows.store.models import Execution

SHOWN_BYTES = 1024 * 1024
"""A payload beyond this is not shown; it stays as it is in the database."""
_SEARCHED = 4
"""So many times as many executions are looked at as samples are asked for: some never came so far."""
_ITEMS = 5
"""Items of one for-each; more would crowd out the other executions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which samples. ``step`` is a step's id, ``outer.inner`` inside a for-each, or the trigger
    where it is empty. ``output_of`` asks for what another step gave by ``port`` instead: what a
    step that is only being drawn would receive."""

    step: str = ""
    output_of: str = ""
    port: str = "out"


@dataclass(frozen=True, slots=True)
class _Taken:
    input: JSON
    item: JSON = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class _Past:
    """One execution, with what its steps gave."""

    execution: Execution
    records: Sequence[Record]
    document: JSON
    outputs: Outputs


@dataclass(frozen=True, slots=True)
class Samples:
    """``hidden``: the values gave way to the marks of their types."""

    rows: Sequence[JSON]
    hidden: bool


def samples(actor: Actor, slug: str, asked: Asked, limit: int = 10) -> Samples:
    """The newest messages, without those of executions that never came to the step; their shapes
    alone where the actor may not reveal payloads of the flow."""
    flow = access.flow_for(actor, slug)
    ids = find(Search([flow.pk]), Window(limit * _SEARCHED))
    found = Execution.objects.select_related("version", "flow").in_bulk(ids)
    taken = (
        (str(one), sample)
        for one in ids
        if one in found
        for sample in islice(_of(_past(found[one]), asked), _ITEMS)
        if sample.input is not None
    )
    chosen = list(islice(taken, limit))
    lines = {row["id"]: row for row in load([one for one in ids if str(one) in dict(chosen)])}
    hidden = "reveal" not in access.permissions_of(actor, flow)
    rows = [_row(lines[one], _hidden(sample) if hidden else sample) for one, sample in chosen if one in lines]
    return Samples(rows, hidden)


def _hidden(sample: _Taken) -> _Taken:
    return _Taken(shape_of(sample.input), shape_of(sample.item), sample.index)


def _row(line: Mapping[str, Any], sample: _Taken) -> JSON:
    return {
        "execution": line["id"],
        "received_at": line["received_at"],
        "status": line["status"],
        "business_keys": line["business_keys"],
        "input": sample.input,
        "item": sample.item,
        "index": sample.index,
    }


def _past(execution: Execution) -> _Past:
    records = records_of([execution.pk])
    return _Past(execution, records, shown_document(execution), outputs_of(records))


def _of(past: _Past, asked: Asked) -> Iterator[_Taken]:
    definition = past.execution.version.definition
    if asked.output_of:
        edge = {"from": asked.output_of, "to": "asked", "port": asked.port}
        yield _Taken(input_of({"edges": [edge]}, "asked", past.outputs, past.document))
    elif not asked.step or asked.step == "trigger":
        yield _Taken(past.document)
    elif "." in asked.step:
        yield from _items(past, *asked.step.split(".", 1))
    else:
        yield _Taken(input_of(definition, asked.step, past.outputs, past.document))


def _items(past: _Past, outer: str, inner: str) -> Iterator[_Taken]:
    """The items that went through a chain, as they came to one of its steps."""
    definition = past.execution.version.definition
    step = next((one for one in definition.get("steps", ()) if one["id"] == outer), None)
    config = step.get("config", {}) if step else {}
    chain = [one["id"] for one in config.get("do", ())]
    given = input_of(definition, outer, past.outputs, past.document)
    if inner not in chain or given is None:
        return
    place = chain.index(inner)
    before = _by_item(past.records, f"{outer}.{chain[place - 1]}") if place else {}
    for index, item in enumerate(_list(config.get("items", ""), given, past)):
        if place == 0:
            yield _Taken(item, item, index)
        elif index in before:
            yield _Taken(before[index], item, index)


def _by_item(records: Sequence[Record], step: str) -> dict[int, JSON]:
    return {one.item: one.output for one in records if one.step == step and one.status == "succeeded"}


def _list(source: str, given: JSON, past: _Past) -> Sequence[JSON]:
    """The items of a for-each, worked out as it was done then; history keeps the outputs alone."""
    try:
        value = compile_expression(source).evaluate(given, _variables(past))
    except FairleadError:
        return ()
    if value is None:
        return ()
    return value if isinstance(value, list) else [value]


def _variables(past: _Past) -> dict[str, JSON]:
    one = past.execution
    return {
        "document": past.document,
        "trigger": {
            "kind": one.trigger_kind,
            "received_at": one.received_at.isoformat(),
            "content_type": one.content_type,
            "headers": one.headers or {},
        },
        "steps": {step: value for step, (port, value) in past.outputs.items() if port != "error"},
        "execution": {"id": str(one.pk), "flow": one.flow.slug},
    }


def shown_document(execution: Execution) -> JSON:
    """The trigger's document; None where it is too large to show or no longer kept."""
    if execution.bytes > SHOWN_BYTES:
        return None
    try:
        return document_of(raw_payload(execution.pk), execution.content_type)
    except FairleadError:
        return None
