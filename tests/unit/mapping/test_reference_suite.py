"""All engines against the reference's own cases, with a committed table of known deviations."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from connectors.sdk.types import JSON
from flows.engine.mapping import Expression
from flows.engine.mapping.authority import engine as authority
from tests.unit.mapping.reference import ABSENT, DEVIATIONS, FOLDER, Case, cases

pytestmark = pytest.mark.skipif(not (FOLDER / "cases.json").exists(), reason=ABSENT)


def by_python(case: Case) -> JSON:
    parsed = Expression(case.expression).parsed
    return authority.evaluate(parsed, case.data, case.bindings, case.limits)


def accelerated(case: Case, directly: bool = True) -> JSON:
    expression = Expression(case.expression)
    if expression.lane is not None:
        expression.lane.trials_left = 0
        if not directly:
            expression.lane.stand_ins = replace(expression.lane.stand_ins, program=None)
    return expression.evaluate(case.data, case.bindings, case.limits)


@pytest.mark.parametrize(
    ("engine", "evaluate"),
    [
        ("python", by_python),
        ("accelerated", accelerated),
        ("accelerated", partial(accelerated, directly=False)),
    ],
    ids=["python", "direct first", "fast alone"],
)
def test_deviations_are_exactly_the_known_ones(engine: str, evaluate: Callable[[Case], JSON]) -> None:
    known = json.loads(DEVIATIONS.read_text())[engine]
    found = {case.name: fault for case in cases() if (fault := case.check(evaluate)) is not None}
    unknown = {name: fault for name, fault in found.items() if name not in known}
    healed = sorted(known.keys() - found.keys())
    assert not unknown, f"Deviations that are not in the table: {json.dumps(unknown, indent=1)}"
    assert not healed, f"These cases pass now: take them out of the table: {healed}"


def test_most_of_the_suite_is_answered_by_the_fast_engine() -> None:
    allowed = [case for case in cases() if case.code is None and Expression(case.expression).lane is not None]
    assert len(allowed) > 900


def test_many_cases_of_the_suite_are_plain() -> None:
    lanes = [Expression(case.expression).lane for case in cases() if case.code is None]
    assert sum(lane is not None and lane.stand_ins.program is not None for lane in lanes) > 450
