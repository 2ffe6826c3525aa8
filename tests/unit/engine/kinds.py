"""Runs and checks one step of a kind by itself."""

from typing import Any

from flows.engine.catalogue import Catalogue
from flows.engine.document import spec_of
from flows.engine.memory import START
from flows.engine.nodes import Node
from flows.engine.plan import compile_plan
from flows.engine.records import ExecutionInput, TriggerInfo
from flows.engine.scope import Scope
from flows.engine.validation import Problem, problems
from tests.unit.engine.building import document


def run_kind(kind: str, config: dict[str, Any], value: Any, content_type: str = "application/json") -> Any:
    """The effect of a step of that kind over ``value``."""
    step = {"id": "step", "kind": kind, "config": config}
    node: Node = compile_plan(spec_of(document([step], [("trigger", "step")]))).nodes[0]
    trigger = TriggerInfo("manual", START, content_type)
    scope = Scope(ExecutionInput("e1", "orders", value, trigger), {})
    scope.now = START
    return node.program(value, scope)


def findings(kind: str, config: dict[str, Any], catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """The problems of a flow with just that step."""
    step = {"id": "step", "kind": kind, "config": config}
    return problems(document([step], [("trigger", "step")]), catalogue)
