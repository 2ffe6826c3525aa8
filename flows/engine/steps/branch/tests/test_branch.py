"""Branch: the first case that holds names the port."""

from typing import Any

import pytest

from flows.engine.steps.registry import step_kind
from tests.unit.engine.kinds import findings, run_kind

CASES = {
    "cases": [{"name": "urgent", "when": "days < 2"}, {"name": "soon", "when": "days < 9"}],
    "default": "later",
}


@pytest.mark.parametrize(("days", "port"), [(1, "urgent"), (5, "soon"), (50, "later")])
def test_the_first_that_holds_wins(days: int, port: str) -> None:
    done = run_kind("branch", CASES, {"days": days})
    assert (done.port, done.output) == (port, {"days": days})


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("''", False),
        ("[]", False),
        ("[0]", False),
        ("[0,1]", True),
        ("nothing", False),
        ("{}", False),
        ("'x'", True),
    ],
)
def test_conditions_follow_the_boolean_of_jsonata(when: str, holds: bool) -> None:
    done = run_kind("branch", {"cases": [{"name": "yes", "when": when}]}, {})
    assert done.port == ("yes" if holds else "otherwise")


def test_ports_follow_from_the_settings() -> None:
    kind = step_kind("branch")
    assert kind is not None
    assert kind.ports_of(CASES) == ("urgent", "soon", "later", "error")


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({"cases": [{"name": "error", "when": "1"}]}, "branch.reserved"),
        ({"cases": [{"name": "a", "when": "1"}, {"name": "otherwise", "when": "1"}]}, "branch.duplicate"),
        ({"cases": []}, "schema"),
    ],
)
def test_names_are_checked(config: dict[str, Any], code: str) -> None:
    assert code in {found.code for found in findings("branch", config)}
