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
from flows.engine.separate import Separable
from flows.engine.specs import TRIGGER_ID, EdgeSpec, FlowSpec, StepSpec
from flows.engine.steps import registry
from flows.engine.steps.interface import CompileTools

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
    steps = {step.id: step for step in spec.steps}
    inner = [(edge.source, edge.target) for edge in spec.edges if edge.source != TRIGGER_ID]
    order = topological(list(steps), inner)
    slots = {step_id: slot for slot, step_id in enumerate(order)}
    in_degrees = [0] * len(order)
    for edge in spec.edges:
        in_degrees[slots[edge.target]] += 1
    nodes = tuple(_node(slots, steps[step_id], spec.edges) for step_id in order)
    entry = tuple(_arrow(slots, edge) for edge in spec.edges if edge.source == TRIGGER_ID)
    return Plan(spec, hash, nodes, tuple(in_degrees), entry, compile_keys(spec.keys), slots)


def _node(slots: Mapping[str, int], step: StepSpec, edges: Sequence[EdgeSpec]) -> Node:
    leaving = [edge for edge in edges if edge.source == step.id]
    arrows: dict[str, tuple[Arrow, ...]] = {}
    for edge in leaving:
        arrows[edge.port] = (*arrows.get(edge.port, ()), _arrow(slots, edge))
    return Node(
        slot=slots[step.id],
        id=step.id,
        kind=step.kind,
        name=step.name,
        program=_program(step.kind, step.config, step.id),
        retry=step.retry,
        arrows=arrows,
        targets=tuple(slots[edge.target] for edge in leaving),
    )


def _arrow(slots: Mapping[str, int], edge: EdgeSpec) -> Arrow:
    return Arrow(slots[edge.target], Formula(edge.when) if edge.when else None)


def _program(kind: str, config: Mapping[str, JSON], step_id: str) -> Any:
    found = registry.step_kind(kind)
    if found is None:
        raise EngineError(f"The step {step_id} is of the kind {kind}, which is not installed.")
    program = found.compile_step(config, CompileTools(Formula, partial(_chain, step_id)))
    return Separable(kind, config, program) if found.separable else program


def _chain(outer: str, steps: Sequence[Mapping[str, Any]]) -> tuple[Node, ...]:
    return tuple(
        Node(
            slot=place,
            id=f"{outer}.{step['id']}",
            kind=step["kind"],
            name=step.get("name") or step["id"],
            program=_program(step["kind"], step.get("config", {}), f"{outer}.{step['id']}"),
            retry=retry_of(step.get("retry")),
        )
        for place, step in enumerate(steps)
    )
