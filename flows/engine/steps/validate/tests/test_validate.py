"""Validate: passes on or lists every path, and cannot be made to run away."""

from typing import Any

import pytest

from flows.engine.errors import ValidationFailed
from flows.engine.schemas import SchemaEndless
from tests.unit.engine.kinds import findings, run_kind

ORDER = {
    "type": "object",
    "required": ["number", "lines"],
    "additionalProperties": False,
    "properties": {
        "number": {"type": "string", "minLength": 1},
        "issued": {"type": "string", "format": "date"},
        "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}},
    },
    "$defs": {"line": {"type": "object", "required": ["price"], "properties": {"price": {"type": "number"}}}},
}


def paths(schema: Any, value: Any) -> list[str]:
    with pytest.raises(ValidationFailed) as caught:
        run_kind("validate", {"schema": schema}, value)
    return [detail["path"] for detail in caught.value.details]


def test_passes_the_input_on() -> None:
    value = {"number": "1", "lines": [{"price": 2.5}]}
    assert run_kind("validate", {"schema": ORDER}, value).output is value


def test_lists_every_path() -> None:
    value = {"number": "", "issued": "2026-13-01", "lines": [{"price": 1}, {}, {"price": "x"}], "extra": 1}
    assert paths(ORDER, value) == ["$.extra", "$.issued", "$.lines[1].price", "$.lines[2].price", "$.number"]


def test_the_message_holds_no_value() -> None:
    with pytest.raises(ValidationFailed) as caught:
        run_kind("validate", {"schema": {"properties": {"name": {"maxLength": 3}}}}, {"name": "Jansen"})
    assert "Jansen" not in str(caught.value.to_json())
    assert caught.value.retryable is False


def test_a_pattern_that_backtracks_elsewhere_answers_at_once() -> None:
    assert paths({"pattern": "^(a+)+$"}, "a" * 5000 + "!") == ["$"]


DOUBLING = {
    "$ref": "#/$defs/d0",
    "$defs": {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)} | {"d40": {}},
}


@pytest.mark.parametrize("schema", [{"$ref": "#"}, DOUBLING, {**DOUBLING, "not": False}])
def test_a_schema_without_end_is_an_error_not_a_crash(schema: Any) -> None:
    with pytest.raises(SchemaEndless):
        run_kind("validate", {"schema": schema}, {})


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strin"},
        {"properties": {"a": {"pattern": "(?=x)"}}},
        {"properties": {"default": {"pattern": "("}}},
        {"$ref": "https://example.test/schema.json"},
        {"$ref": "#/$defs/none"},
        {"$schema": "http://json-schema.org/draft-07/schema#"},
        {"patternProperties": {"a": {}}, "unevaluatedProperties": False},
    ],
)
def test_schemas_that_cannot_be_used_are_found_before_they_run(schema: Any) -> None:
    assert [found.code for found in findings("validate", {"schema": schema})] == ["schema.invalid"]
