"""Steps that may be carried out in a process of their own complete and fail there as here."""

from typing import Any

import pytest

from connectors.sdk.errors import FairleadError
from flows.engine.effects import Done
from flows.engine.mapping.isolation.evaluator import Evaluator, Outcome
from flows.engine.memory import START
from flows.engine.records import ExecutionInput, TriggerInfo
from flows.engine.separate import StepWork
from flows.engine.steps import registry
from flows.engine.turns import Pace
from tests.unit.engine.kinds import run_kind

SCHEMA = {
    "title": "Order",
    "type": "object",
    "required": ["id"],
    "properties": {"n": {"type": "integer"}, "t": {"type": "string", "format": "date"}},
}
CASES: list[tuple[str, dict[str, Any], Any, str]] = [
    ("validate", {"schema": SCHEMA}, {"id": 1, "n": 10**30, "t": "2026-01-05"}, ""),
    ("validate", {"schema": SCHEMA}, {"n": "x", "t": "never"}, ""),
    ("validate", {"schema": SCHEMA}, {}, ""),
    ("parse", {}, "<Order><ID>7</ID></Order>", "application/xml"),
    ("parse", {}, "<Order><ID>7</Order>", "application/xml"),
    ("parse", {}, "a,b\n1,2\n", "text/csv"),
    ("parse", {"format": "csv", "csv": {"header": False}}, "a,b\n1,2\n", ""),
    ("parse", {}, {"already": ["read"]}, ""),
    ("parse", {}, None, ""),
    ("parse", {}, "what is this?", ""),
]


@pytest.fixture(scope="module")
def beside() -> Any:
    one = Evaluator()
    yield one
    one.close()


def elsewhere(beside: Evaluator, kind: str, config: Any, value: Any, content_type: str) -> Outcome:
    trigger = TriggerInfo("manual", START, content_type)
    return beside.do(StepWork(Pace(), kind, config, value, ExecutionInput("e1", "orders", value, trigger)))


@pytest.mark.parametrize(("kind", "config", "value", "content_type"), CASES)
def test_it_comes_to_the_same(
    beside: Evaluator, kind: str, config: dict[str, Any], value: Any, content_type: str
) -> None:
    found = elsewhere(beside, kind, config, value, content_type)
    try:
        assert found.value == run_kind(kind, config, value, content_type)
        assert found.error is None
    except FairleadError as error:
        assert found.error is not None
        assert found.error.to_json() == error.to_json()
        assert found.error.retryable == error.retryable


def test_what_passes_through_is_not_sent_back(beside: Evaluator) -> None:
    value = {"id": 1}
    found = elsewhere(beside, "validate", {"schema": True}, value, "")
    assert isinstance(found.value, Done) and found.value.output is value


def test_the_kinds_that_may_be() -> None:
    """They look at nothing but their input and the trigger, and are simply done."""
    assert {one.kind for one in registry.kinds() if one.separable} == {"parse", "validate"}
