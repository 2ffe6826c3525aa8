"""What is told of orders with nothing in them, by the steps of the demonstration."""

from typing import Any

import pytest

from flows.engine.emptiness import EMPTY_HINT, says_nothing
from flows.engine.errors import StepFailed, ValidationFailed
from tests.unit.engine.demonstration import canonical, steps
from tests.unit.engine.kinds import run_kind


def refused(document: Any) -> ValidationFailed:
    """What the flow's check says; a step of its own sees the order as what started it."""
    with pytest.raises(ValidationFailed) as caught:
        run_kind("validate", steps()["check"], canonical(document))
    return caught.value


@pytest.mark.parametrize("document", [{}, [], "<Order/>", '<Order xmlns="urn:x"> </Order>'])
def test_what_is_missing_is_named(document: Any) -> None:
    error = refused(document)
    assert "'Purchase order'" in error.message
    lacked = error.message.partition("it lacks ")[2].partition(";")[0]
    assert lacked == "$.currency, $.number, $.supplier.key, $.supplier.name"
    assert "$.lines must have at least 1 item" in error.message


@pytest.mark.parametrize("document", [None, {}, [], "", "<Order/>", {"Order": {"ID": ""}}, "<a><b/></a>"])
def test_an_empty_message_is_said_to_be_empty(document: Any) -> None:
    assert says_nothing(document)
    with pytest.raises(ValidationFailed) as caught:
        run_kind("validate", {"schema": {"required": ["number"], "type": "object"}}, document)
    assert caught.value.hint == EMPTY_HINT


@pytest.mark.parametrize("document", [0, False, {"a": 0}, "<a b='1'/>", "<a>1</a>", "<broken", "x", [[], 1]])
def test_others_are_not(document: Any) -> None:
    assert not says_nothing(document)


def test_nothing_to_parse_is_told() -> None:
    with pytest.raises(StepFailed) as caught:
        run_kind("parse", {"format": "auto"}, None)
    assert (caught.value.message[:18], caught.value.hint) == ("The input is empty", EMPTY_HINT)
