"""A flow version made ready to run: compiled once, shared by all its executions and threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.canonical import content_hash
from flows.engine.document import retry_of, spec_of, to_document
from flows.engine.errors import EngineError
from flows.engine.formula import Formula
from flows.engine.graph import topological
from flows.engine.keys import KeyPlan, compile_keys
from flows.engine.nodes import Arrow, Node
from flows.engine.schemas.messages import json_path
from flows.engine.separate import Separable
from flows.engine.specs import TRIGGER_ID, EdgeSpec, FlowSpec, StepSpec
from flows.engine.steps import registry
from flows.engine.steps.interface import CompileTools, Parts

_CACHED = 512


@dataclass(frozen=True, slots=True)
class Plan:
    """``nodes`` stand in topological order and ``in_degrees`` beside them; ``entry`` are the edges
    that leave the trigger; ``keys`` the compiled key expressions."""

    spec: FlowSpec
    hash: str
    nodes: tuple[Node, ...]
    in_degrees: tuple[int, ...]
    entry: tuple[Arrow, ...]
    keys: KeyPlan
    slots: Mapping[str, int]


class _Cache:
    """The plans used last, by content hash."""

    def __init__(self) -> None:
        self._plans: OrderedDict[str, Plan] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], Plan]) -> Plan:
        plan = self._plans.get(key)
        if plan is not None:
            return plan
        made = make()
        with self._lock:
            self._plans[key] = made
            while len(self._plans) > _CACHED:
                self._plans.popitem(last=False)
        return made


_CACHE = _Cache()


def compile_plan(spec: FlowSpec, hash: str = "") -> Plan:
    """The plan of a valid spec. Give the version's content hash where it is known: finding the plan
    is then one look-up."""
    key = hash or content_hash(to_document(spec))
    return _CACHE.get(key, lambda: _compile(spec, key))


def plan_of(hash: str, load: Callable[[], Mapping[str, JSON]]) -> Plan:
    """The plan of a published version; ``load`` gives its document where it is not at hand yet."""
    return _CACHE.get(hash, lambda: _compile(spec_of(load()), hash))


def _compile(spec: FlowSpec, hash: str) -> Plan:
    steps = {step.id: (place, step) for place, step in enumerate(spec.steps)}
    inner = [(edge.source, edge.target) for edge in spec.edges if edge.source != TRIGGER_ID]
    order = topological(list(steps), inner)
    slots = {step_id: slot for slot, step_id in enumerate(order)}
    in_degrees = [0] * len(order)
    for edge in spec.edges:
        in_degrees[slots[edge.target]] += 1
    nodes = tuple(_node(slots, *steps[step_id], spec.edges) for step_id in order)
    entry = tuple(arrow for _, arrow in _leaving(slots, TRIGGER_ID, spec.edges))
    return Plan(spec, hash, nodes, tuple(in_degrees), entry, compile_keys(spec.keys), slots)


def _node(slots: Mapping[str, int], place: int, step: StepSpec, edges: Sequence[EdgeSpec]) -> Node:
    leaving = _leaving(slots, step.id, edges)
    arrows: dict[str, tuple[Arrow, ...]] = {}
    for port, arrow in leaving:
        arrows[port] = (*arrows.get(port, ()), arrow)
    return Node(
        slot=slots[step.id],
        id=step.id,
        kind=step.kind,
        name=step.name,
        program=_program(step.kind, step.config, step.id, ("steps", place)),
        retry=step.retry,
        arrows=arrows,
        targets=tuple(arrow.target for _, arrow in leaving),
    )


def _leaving(slots: Mapping[str, int], source: str, edges: Sequence[EdgeSpec]) -> list[tuple[str, Arrow]]:
    """The edges that leave a step, with their ports."""
    return [
        (edge.port, Arrow(slots[edge.target], _condition(place, edge)))
        for place, edge in enumerate(edges)
        if edge.source == source
    ]


def _condition(place: int, edge: EdgeSpec) -> Formula | None:
    return _formula(("edges", place), edge.when, "when") if edge.when else None


def _formula(root: Parts, source: str, *parts: str | int) -> Formula:
    return Formula(source, json_path((*root, *parts)))


def _program(kind: str, config: Mapping[str, JSON], step_id: str, root: Parts) -> Any:
    found = registry.step_kind(kind)
    if found is None:
        raise EngineError(f"The step {step_id} is of the kind {kind}, which is not installed.")
    inside = (*root, "config")
    tools = CompileTools(partial(_formula, inside), partial(_chain, step_id, inside))
    program = found.compile_step(config, tools)
    return Separable(kind, config, program) if found.separable else program


def _chain(
    outer: str, root: Parts, steps: Sequence[Mapping[str, Any]], *parts: str | int
) -> tuple[Node, ...]:
    return tuple(
        Node(
            slot=place,
            id=f"{outer}.{step['id']}",
            kind=step["kind"],
            name=step.get("name") or step["id"],
            program=_program(
                step["kind"], step.get("config", {}), f"{outer}.{step['id']}", (*root, *parts, place)
            ),
            retry=retry_of(step.get("retry")),
        )
        for place, step in enumerate(steps)
    )
