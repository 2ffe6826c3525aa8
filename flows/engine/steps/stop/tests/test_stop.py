"""Stop: an end with a reason, which is an expression or just a text."""

from typing import Any

import pytest

from flows.engine.effects import End
from flows.engine.records import Status
from flows.engine.steps.registry import step_kind
from tests.unit.engine.kinds import findings, run_kind


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ('"Nothing to tell"', "Nothing to tell"),
        ("'No ' & what", "No stock"),
        ("Nothing to tell", "Nothing to tell"),
        ("Rejected", "Rejected"),
        ("1 + 'x'", "1 + 'x'"),
        ("", ""),
    ],
)
def test_the_reason(reason: str, said: str) -> None:
    assert run_kind("stop", {"outcome": "failed", "reason": reason}, {"what": "stock"}) == End(
        Status.FAILED, said
    )


def test_succeeds_by_default() -> None:
    assert run_kind("stop", {}, {}) == End(Status.SUCCEEDED, "")


def test_nothing_can_follow() -> None:
    kind = step_kind("stop")
    assert kind is not None
    assert kind.ports_of({}) == ()


@pytest.mark.parametrize("config", [{"outcome": "dead"}, {"why": "x"}])
def test_settings_are_checked(config: Any) -> None:
    assert findings("stop", config)
