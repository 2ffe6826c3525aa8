"""Call: what is asked of the connection, and whether it can do that."""

from typing import Any

import pytest

from connectors.sdk.protocol import Manifest, OperationSpec
from flows.engine.catalogue import Catalogue
from flows.engine.effects import Invoke
from flows.engine.errors import StepFailed
from tests.unit.engine.kinds import findings, run_kind

UPSERT = OperationSpec(
    name="upsert",
    title="Upsert",
    description="Creates or updates a record.",
    input_schema={
        "type": "object",
        "required": ["model"],
        "additionalProperties": False,
        "properties": {"model": {"type": "string"}, "values": {"$ref": "#/$defs/values"}},
        "$defs": {"values": {"type": "object"}},
    },
    output_schema={},
    idempotency="natural",
)
REQUEST = OperationSpec(
    name="request",
    title="Send a request",
    description="Sends a request.",
    input_schema={
        "type": "object",
        "required": ["method"],
        "anyOf": [{"required": ["path"]}, {"required": ["url"]}],
        "properties": {
            "method": {"enum": ["GET", "POST", "DELETE"]},
            "path": {"type": "string"},
            "url": {"type": "string"},
            "json": {"x-shown-for": {"method": ["POST", "DELETE"]}},
        },
    },
    output_schema={},
    idempotency="none",
)
CATALOGUE = Catalogue(
    {
        "odoo": Manifest("odoo", "Odoo", "", "1", {}, (), (UPSERT,)),
        "web": Manifest("web", "REST", "", "1", {}, (), (REQUEST,)),
    }
)


def config(arguments: Any) -> dict[str, Any]:
    return {"connection": "odoo", "operation": "upsert", "arguments": arguments}


def invoked(arguments: Any, value: Any) -> Any:
    effect = run_kind("call", config(arguments), value)
    assert isinstance(effect, Invoke)
    assert (effect.connection, effect.operation) == ("odoo", "upsert")
    return effect.arguments


def test_fixed_arguments_and_expressions_at_any_depth() -> None:
    arguments = {
        "model": "res.partner",
        "values": {"name": {"$expr": "name"}, "tags": ["a", {"$expr": "tag"}], "fixed": {"deep": [1]}},
        "absent": {"$expr": "nothing"},
    }
    assert invoked(arguments, {"name": "Acme", "tag": "b"}) == {
        "model": "res.partner",
        "values": {"name": "Acme", "tags": ["a", "b"], "fixed": {"deep": [1]}},
    }


def test_wholly_fixed_arguments_are_shared() -> None:
    arguments = {"domain": [["a", "=", 1]]}
    assert invoked(arguments, {}) is arguments


def test_one_expression_for_all_arguments() -> None:
    assert invoked("{'model': m}", {"m": "x"}) == {"model": "x"}
    with pytest.raises(StepFailed):
        invoked("m", {"m": "x"})


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"connection": "odo", "operation": "upsert"}, "connection.missing"),
        ({"connection": "odoo", "operation": "delete"}, "operation.missing"),
        (config({}), "call.arguments"),
        (config({"model": 5}), "call.arguments"),
        (config({"model": "x", "other": 1}), "call.arguments"),
        (config({"model": {"$expr": "("}}), "mapping.syntax"),
        (config({"model": {"$expr": "a", "b": 1}}), "call.expression"),
        (config("("), "mapping.syntax"),
        (config(5), "schema"),
    ],
)
def test_what_cannot_work_is_found_before_it_runs(wrong: dict[str, Any], code: str) -> None:
    assert code in {found.code for found in findings("call", wrong, CATALOGUE)}


def test_what_can_work_is_not_found_fault_with() -> None:
    for arguments in (
        {"model": {"$expr": "m"}, "values": {"a": {"$expr": "b"}}},
        {"model": "x", "values": {}},
        "$",
    ):
        assert findings("call", config(arguments), CATALOGUE) == ()


def test_without_a_catalogue_connections_are_not_looked_up() -> None:
    assert findings("call", {"connection": "any", "operation": "thing"}) == ()


@pytest.mark.parametrize(
    ("arguments", "messages"),
    [
        ({}, {"needs the argument method", "needs path or url"}),
        ({"method": "GET"}, {"needs path or url"}),
        ({"method": "GET", "path": "/x", "json": {}}, {"json has no meaning where method is GET"}),
        ({"method": "DELETE", "path": "/x", "json": {}}, set()),
        ({"method": "POST", "url": {"$expr": "link"}, "json": {"$expr": "$"}}, set()),
        ({"method": {"$expr": "verb"}, "path": "/x", "json": {"$expr": "$"}}, set()),
    ],
)
def test_arguments_that_belong_together_are_asked_for(arguments: Any, messages: set[str]) -> None:
    call = {"connection": "web", "operation": "request", "arguments": arguments}
    found = findings("call", call, CATALOGUE)
    assert {one.code for one in found} <= {"call.arguments"}
    assert len(found) == len(messages)
    assert all(any(words in one.message for one in found) for words in messages)
