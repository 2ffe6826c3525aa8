"""Publish: an event with its payload; the input passes on."""

from typing import Any

import pytest

from flows.engine.effects import Emit
from tests.unit.engine.kinds import findings, run_kind


def test_publishes_what_the_expression_gives() -> None:
    effect = run_kind(
        "publish", {"event": "employee.left", "payload": "{'n': number}"}, {"number": 4, "x": 1}
    )
    assert effect == Emit("employee.left", {"n": 4}, {"number": 4, "x": 1})


def test_publishes_the_input_by_default() -> None:
    assert run_kind("publish", {"event": "seen"}, {"a": 1}) == Emit("seen", {"a": 1}, {"a": 1})


@pytest.mark.parametrize(
    "config", [{}, {"event": "Not Good"}, {"event": "a..b"}, {"event": "a", "payload": "("}]
)
def test_settings_are_checked(config: Any) -> None:
    assert findings("publish", config)
