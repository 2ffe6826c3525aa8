"""An expression that fails says where it stands: the step, the place in the flow, line and column."""

import re
from typing import Any

import pytest

from connectors.sdk.types import JSON
from flows.engine.document import spec_of
from flows.engine.effects import Bulk
from flows.engine.errors import StepFailed
from flows.engine.mapping import MappingError
from flows.engine.memory import run_plan
from flows.engine.places import places_of
from flows.engine.plan import compile_plan
from flows.engine.records import Status
from tests.unit.engine.building import call, document, mapping
from tests.unit.engine.kinds import run_kind

FAILS = "/* Ada */\n  $number($document.name)"
SPOT = {"line": 2, "column": 3}
PERSON: JSON = {"name": "Ada Lovelace", "lines": [1], "ok": True}
_PART = re.compile(r'\.(\w+)|\[(\d+)\]|\["([^"]+)"\]')


def flow() -> dict[str, Any]:
    """An expression at every place that an execution evaluates."""
    arguments = {"fixed": 1, "to": [{"$expr": "name"}], "odd name": {"$expr": "ok"}}
    cases = [{"name": "never", "when": "false"}, {"name": "yes", "when": "ok"}]
    chain = [mapping("each", "$"), call("put", arguments={"n": {"$expr": "n"}})]
    return document(
        [
            mapping("unused", "1"),
            mapping("map", "$ ~> |$|{}|"),
            {"id": "ways", "kind": "branch", "config": {"cases": cases}},
            {"id": "tell", "kind": "publish", "config": {"event": "told", "payload": "name"}},
            {"id": "many", "kind": "for_each", "config": {"items": "lines", "do": chain}},
            {"id": "wait", "kind": "wait", "config": {"until": "0"}},
            call("send", arguments=arguments),
            {**call("whole"), "config": {**call("whole")["config"], "arguments": "{'a': ok}"}},
        ],
        [
            ("trigger", "unused", "out", "$not(ok)"),
            ("trigger", "map", "out", "ok"),
            ("map", "ways", "out", "ok"),
            ("ways", "tell", "yes", "ok"),
            ("tell", "many"),
            ("map", "send", "out", "ok"),
            ("send", "whole"),
            ("map", "wait"),
        ],
    )


PLACES = sorted({(place.step, place.path) for place in places_of(flow()) if place.step != "unused"})


def failing_at(path: str) -> dict[str, Any]:
    made = flow()
    *way, last = [
        name or quoted or int(index) for name, index, quoted in _PART.findall(path.removeprefix("$"))
    ]
    holder: Any = made
    for part in way:
        holder = holder[part]
    holder[last] = FAILS
    return made


def test_there_are_places_of_every_kind() -> None:
    assert len(PLACES) == 16
    assert run_plan(compile_plan(spec_of(flow())), PERSON).status is Status.SUCCEEDED


@pytest.mark.parametrize(("step", "path"), PLACES)
def test_the_execution_ends_with_the_place_and_without_a_value(step: str, path: str) -> None:
    trace = run_plan(compile_plan(spec_of(failing_at(path))), PERSON)
    assert trace.finish is not None and trace.finish.error is not None
    assert trace.finish.error["where"] == {"step": step, "path": path, **SPOT}
    assert trace.finish.error["hint"]
    assert "Lovelace" not in str(trace.finish.error)


BATCH: dict[str, Any] = {
    "source": {"kind": "list"},
    "target": {"connection": "odoo", "operation": "put"},
}


def batch(part: str, name: str, value: JSON) -> Bulk:
    effect = run_kind("batch", {**BATCH, part: {**BATCH[part], name: value}}, PERSON)
    assert isinstance(effect, Bulk)
    return effect


def test_the_expressions_of_a_batch_do_so_too() -> None:
    make = run_kind("batch", {**BATCH, "expression": FAILS}, PERSON).job.make
    with pytest.raises(MappingError) as failed:
        make({}, 0)
    assert failed.value.where.path == "$.steps[0].config.expression"
    with pytest.raises(MappingError) as failed:
        batch("source", "items", FAILS)
    assert failed.value.where.path == "$.steps[0].config.source.items"
    with pytest.raises(MappingError) as failed:
        batch("target", "arguments", {"to": {"$expr": FAILS}}).job.target.arguments([])
    assert failed.value.where.path == '$.steps[0].config.target.arguments.to["$expr"]'


@pytest.mark.parametrize(
    ("kind", "config", "name"),
    [
        ("call", {"connection": "odoo", "operation": "put", "arguments": "name"}, "arguments"),
        ("wait", {"until": "name"}, "until"),
    ],
)
def test_what_gives_something_else_than_it_should_says_where(
    kind: str, config: dict[str, Any], name: str
) -> None:
    with pytest.raises(StepFailed) as failed:
        run_kind(kind, config, PERSON)
    assert failed.value.where.path == f"$.steps[0].config.{name}"
    assert "Lovelace" not in failed.value.message + failed.value.hint
