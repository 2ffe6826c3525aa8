"""What is no flow by its types is not even a draft; what is only unfinished is one."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.engine.checks.form import form_problems
from flows.engine.schemas.messages import json_path
from tests.unit.engine.building import document, mapping, step

Parts = tuple[str | int, ...]
WRONG: tuple[Any, ...] = (None, 5, "x", [], {})
DEMONSTRATION = sorted(Path("console/demo/flows").glob("*.json"))
FREE = ("arguments", "schema", "payload", "labels", "business")


def members(value: Any, parts: Parts = ()) -> Iterator[tuple[Parts, Any]]:
    """Every member with its place; inside what may be any JSON there is nothing to look at."""
    yield parts, value
    if parts and parts[-1] in FREE:
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from members(one, (*parts, name))


def replaced(whole: Any, parts: Parts, value: Any) -> Any:
    if not parts:
        return value
    made = copy.deepcopy(whole)
    inner = made
    for part in parts[:-1]:
        inner = inner[part]
    inner[parts[-1]] = value
    return made


def kind(value: Any) -> str:
    return (
        "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    )


@pytest.mark.parametrize("path", DEMONSTRATION, ids=lambda path: path.stem)
def test_a_wrong_type_at_any_member_is_told_with_its_place(path: Path) -> None:
    whole = json.loads(path.read_text())
    assert form_problems(whole) == ()
    for parts, value in members(whole):
        for wrong in WRONG:
            if value is None or kind(wrong) == kind(value) or _may_be(parts, wrong):
                continue
            places = [problem.where.path or "" for problem in form_problems(replaced(whole, parts, wrong))]
            assert any(place.startswith(json_path(parts)) for place in places), (parts, wrong)


def _may_be(parts: Parts, wrong: Any) -> bool:
    """The members that have two types."""
    last = parts[-1] if parts else ""
    if wrong is None:
        return last in ("retry", "position", "when", "keys", "ordering", "idempotency")
    either = {"arguments": str, "schema": bool}
    return isinstance(wrong, either[last]) if isinstance(last, str) and last in either else False


UNFINISHED = [
    document([], []),
    document([], [], name="", slug="No slug"),
    document([step("a", "call")], [("trigger", "nowhere")]),
    document([step("a", "branch", cases=[{}])], []),
    document([step("a", "of a kind that is gone", anything=[1])], []),
    document([mapping("m", "total *")], [("trigger", "m")], keys={"ordering": "("}),
    document([step("a", "for_each", do=[])], [], trigger={"kind": ""}),
    document([step("a", "validate", schema={"type": "strin"})], []),
    document([], [], latency="soon", more=1),
]


@pytest.mark.parametrize("whole", UNFINISHED)
def test_what_is_unfinished_may_be_kept(whole: Any) -> None:
    assert form_problems(whole) == ()


NO_FLOWS = [
    ({}, "$.steps"),
    ([], "$"),
    (document([], [], schema="other/1"), "$.schema"),
    (document([{"id": "a"}], []), "$.steps[0].kind"),
    ({**document([], []), "edges": [{"from": "trigger"}]}, "$.edges[0].to"),
    (document([step("a", "for_each", do=[{"id": 5, "kind": "map"}])], []), "$.steps[0].config.do[0].id"),
    (
        document(
            [step("a", "for_each", do=[{"id": "b", "kind": "map", "config": {"expression": 5}}])],
            [],
        ),
        "$.steps[0].config.do[0].config.expression",
    ),
    (
        document([step("a", "validate", schema={"properties": "x"})], []),
        "$.steps[0].config.schema.properties",
    ),
    (document([mapping("a", "b\0")], []), "$.steps[0].config.expression"),
]


@pytest.mark.parametrize(("whole", "place"), NO_FLOWS)
def test_what_is_no_flow_may_not(whole: Any, place: str) -> None:
    assert place in {problem.where.path for problem in form_problems(whole)}
