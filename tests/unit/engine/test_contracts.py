"""Contracts: what passes the door, and what is told of what does not."""

from typing import Any

import orjson
import pytest

from flows.engine.bodies import Body, read_body
from flows.engine.contracts import contract_of, require_document
from flows.engine.errors import BodyWrongType, ContractBroken
from flows.engine.validation import problems
from tests.unit.engine.building import document, mapping

ORDER = {
    "title": "Order",
    "type": "object",
    "required": ["number", "lines"],
    "additionalProperties": False,
    "properties": {"number": {"type": "string"}, "lines": {"type": "array", "items": {"type": "object"}}},
}


def body_of(value: Any) -> Body:
    return read_body(orjson.dumps(value), "application/json")


def refused(schema: Any, body: Body) -> ContractBroken:
    contract = contract_of({"schema": schema})
    assert contract is not None
    with pytest.raises(ContractBroken) as caught:
        contract.require(body)
    return caught.value


def test_what_fits_passes_and_no_contract_is_none() -> None:
    contract = contract_of({"schema": ORDER})
    assert contract is not None and contract.schema.is_quick
    contract.require(body_of({"number": "1", "lines": [{}]}))
    assert contract_of({}) is None
    nothing = contract_of({"schema": False})
    assert nothing is not None
    with pytest.raises(ContractBroken):
        nothing.require(body_of({}))


@pytest.mark.parametrize("value", [None, [1, 2], "text", 5, True])
def test_the_wrong_type_is_named(value: Any) -> None:
    error = refused(ORDER, body_of(value))
    assert error.message == "The body does not fit the contract 'Order': $ must be an object."
    assert [one.to_json() for one in error.problems] == [
        {"code": "contract.type", "message": "$ must be an object.", "hint": "", "where": {"path": "$"}}
    ]


def test_each_place_is_told_and_no_value() -> None:
    error = refused(ORDER, body_of({"number": 4711, "lines": ["Jansen", {}], "ssn": "078-05-1120"}))
    assert [one.where.path for one in error.problems] == ["$.lines[0]", "$.number", "$.ssn"]
    told = orjson.dumps([error.message, error.hint, [one.to_json() for one in error.problems]]).decode()
    assert not any(value in told for value in ("4711", "Jansen", "078-05"))


def test_what_is_missing_comes_in_one_breath() -> None:
    untitled = refused({**ORDER, "title": ""}, body_of({"number2": 1}))
    assert untitled.message == (
        "The body does not fit the contract of this flow: it lacks $.lines, $.number;"
        " $.number2 is not a known name."
    )


@pytest.mark.parametrize("value", [{}, {"number": None}, []])
def test_an_empty_message_is_said_to_be_empty(value: Any) -> None:
    assert refused(ORDER, body_of(value)).hint.startswith("The message is empty")


def test_xml_and_csv_are_held_against_it_by_the_parse_rule() -> None:
    contract = contract_of({"schema": {"required": ["Order"], "type": "object"}})
    assert contract is not None
    contract.require(read_body(b"<x:Order xmlns:x='urn:x'>1</x:Order>", "application/xml"))
    assert refused({"required": ["Order"]}, read_body(b"<Invoice>1</Invoice>", "application/xml"))
    rows = contract_of({"schema": {"type": "array", "items": {"required": ["number"]}}})
    assert rows is not None
    rows.require(read_body(b"number\n1\n", "text/csv"))


def test_long_names_do_not_come_back_at_length() -> None:
    error = refused(ORDER, body_of({"n" * 100_000: 1, "number": "1", "lines": []}))
    assert len(error.message) < 500
    assert all(len(one.message) < 500 and len(one.where.path or "") < 300 for one in error.problems)


@pytest.mark.parametrize("schema", [ORDER, {"anyOf": [ORDER, {"type": "array"}]}, {"oneOf": [ORDER, ORDER]}])
def test_a_body_that_is_wrong_in_a_hundred_thousand_places_costs_no_more(schema: Any) -> None:
    error = refused(schema, body_of({"number": "1", "lines": [5] * 100_000}))
    assert 1 <= len(error.problems) <= 50
    assert len(error.message) < 1000


@pytest.mark.parametrize(
    ("value", "said"), [(None, "null"), (5, "a single value"), ("text", "a single value")]
)
def test_without_a_contract_an_event_is_an_object_or_a_list(value: Any, said: str) -> None:
    with pytest.raises(BodyWrongType) as caught:
        require_document(body_of(value))
    assert caught.value.message == f"The body is {said}, and an event is an object or a list."
    assert "contract" in caught.value.hint


@pytest.mark.parametrize("value", [{}, [], {"a": 1}, [1, 2]])
def test_objects_and_lists_need_no_contract(value: Any) -> None:
    require_document(body_of(value))


@pytest.mark.parametrize("kind", ["webhook", "api", "manual"])
def test_a_contract_that_cannot_be_used_is_found_before_it_is_live(kind: str) -> None:
    schema = {"properties": {"number": {"pattern": "(?=x)"}, "lines": {"type": "lst"}}}
    trigger = {"kind": kind, "config": {"schema": schema}}
    found = problems(document([mapping("m", "1")], [("trigger", "m")], trigger=trigger))
    assert [(one.code, one.where.step, one.where.path) for one in found] == [
        ("schema.invalid", "trigger", "$.trigger.config.schema.properties.lines.type"),
        ("schema.invalid", "trigger", "$.trigger.config.schema.properties.number.pattern"),
    ]
    pattern = {"kind": kind, "config": {"schema": {"properties": {"number": {"pattern": "(?=x)"}}}}}
    [one] = problems(document([mapping("m", "1")], [("trigger", "m")], trigger=pattern))
    assert one.where.path == "$.trigger.config.schema.properties.number.pattern"
    assert "$.properties.number.pattern" in one.message


@pytest.mark.parametrize("config", [{"schema": ORDER}, {"schema": True}, {}])
def test_a_sound_contract_has_no_problem(config: Any) -> None:
    trigger = {"kind": "webhook", "config": config}
    assert problems(document([mapping("m", "1")], [("trigger", "m")], trigger=trigger)) == ()


@pytest.mark.parametrize("config", [{"schema": None}, {"schema": "x"}, {"schema": [1]}])
def test_what_is_no_schema_at_all_is_a_problem(config: Any) -> None:
    trigger = {"kind": "webhook", "config": config}
    [one] = problems(document([mapping("m", "1")], [("trigger", "m")], trigger=trigger))
    assert one.where.path == "$.trigger.config.schema"


@pytest.mark.parametrize("kind", ["event", "schedule"])
def test_events_and_schedules_have_none(kind: str) -> None:
    config = {"event": "a.b"} if kind == "event" else {"cron": "0 6 * * *"}
    trigger = {"kind": kind, "config": {**config, "schema": ORDER}}
    assert problems(document([mapping("m", "1")], [("trigger", "m")], trigger=trigger))
