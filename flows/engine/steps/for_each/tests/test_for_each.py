"""For each: what it spreads and what may stand inside (its course is tested with the Run)."""

from typing import Any

import pytest

from flows.engine.effects import Spread
from flows.engine.errors import StepFailed
from tests.unit.engine.kinds import findings, run_kind

DO = [{"id": "m", "kind": "map", "config": {"expression": "$"}}]


@pytest.mark.parametrize(("lines", "items"), [([1, 2], [1, 2]), (7, [7]), (None, []), ([], [])])
def test_spreads_a_list(lines: Any, items: list[Any]) -> None:
    effect = run_kind("for_each", {"items": "lines", "do": DO, "concurrency": 3}, {"lines": lines})
    assert isinstance(effect, Spread)
    assert (effect.items, effect.concurrency, effect.collect) == (items, 3, False)
    assert [node.id for node in effect.chain] == ["step.m"]


def test_refuses_a_list_without_measure() -> None:
    with pytest.raises(StepFailed):
        run_kind("for_each", {"items": "[1..100001]", "do": DO}, {})


@pytest.mark.parametrize(
    ("do", "code"),
    [
        ([{"id": "a", "kind": "wait", "config": {"seconds": 1}}], "step.unknown_kind"),
        ([{"id": "a", "kind": "for_each"}], "step.unknown_kind"),
        ([*DO, *DO], "step.duplicate"),
        ([{"id": "a", "kind": "map", "config": {"expression": "("}}], "mapping.syntax"),
        ([{"id": "a", "kind": "map"}], "schema"),
        ([{"id": "a", "kind": "map", "config": {"expression": "1"}, "retry": {"max_attempts": 0}}], "schema"),
        ([], "schema"),
    ],
)
def test_the_chain_is_checked(do: Any, code: str) -> None:
    assert [found.code for found in findings("for_each", {"items": "x", "do": do})] == [code]


def test_faults_inside_name_the_inner_step() -> None:
    (found,) = findings(
        "for_each", {"items": "x", "do": [{"id": "a", "kind": "map", "config": {"expression": "("}}]}
    )
    assert found.where.step == "step.a"
    assert found.where.path == "$.steps[0].config.do[0].config.expression"


def test_items_may_not_depend_on_the_clock() -> None:
    (found,) = findings("for_each", {"items": "lines[at < $now()]", "do": DO})
    assert found.code == "mapping.not_repeatable"
