"""The edges: both ends and the port exist, there is no cycle, and every step can be reached."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.checks.parts import Parts, edge_step, objects, problem, text
from flows.engine.graph import find_cycles, reachable
from flows.engine.problems import Problem
from flows.engine.specs import OUT_PORT, TRIGGER_ID
from flows.engine.steps import registry

_MOST_CYCLES = 50


def edge_problems(document: Mapping[str, JSON]) -> Iterator[Problem]:
    """Problems of the edges and of the graph they make."""
    steps = {text(step, "id"): step for _, step in objects(document, "steps") if text(step, "id")}
    edges = objects(document, "edges")
    seen: set[tuple[str, str, str, str]] = set()
    for index, edge in edges:
        yield from _ends(index, edge, steps)
        yield from _port(index, edge, steps)
        same = (text(edge, "from"), text(edge, "to"), text(edge, "port") or OUT_PORT, text(edge, "when"))
        if same in seen:
            yield problem(
                "edge.duplicate",
                f"The edge from “{_name(steps, same[0])}” to “{_name(steps, same[1])}” is there twice.",
                ("edges", index),
                hint="Remove one of them.",
                step=edge_step(edge, steps),
            )
        seen.add(same)
    yield from _shape(document, steps, [(text(edge, "from"), text(edge, "to")) for _, edge in edges])


def _ends(index: int, edge: Mapping[str, JSON], steps: Mapping[str, Any]) -> Iterator[Problem]:
    source, target = text(edge, "from"), text(edge, "to")
    if source and source != TRIGGER_ID and source not in steps:
        yield problem(
            "edge.unknown_step",
            f"The edge begins at {source}, but there is no such step.",
            ("edges", index, "from"),
            hint="Remove the edge or add the step.",
            step=edge_step(edge, steps),
        )
    if target == TRIGGER_ID:
        yield problem(
            "edge.into_trigger",
            "Nothing leads to the trigger: it begins the flow.",
            ("edges", index, "to"),
            hint="Remove the edge.",
            step=TRIGGER_ID,
        )
    elif target and target not in steps:
        yield problem(
            "edge.unknown_step",
            f"The edge leads to {target}, but there is no such step.",
            ("edges", index, "to"),
            hint="Remove the edge or add the step.",
            step=edge_step(edge, steps),
        )


def _port(index: int, edge: Mapping[str, JSON], steps: Mapping[str, Any]) -> Iterator[Problem]:
    source, port = text(edge, "from"), edge.get("port") or OUT_PORT
    ports = (OUT_PORT,) if source == TRIGGER_ID else _ports_of(steps.get(source))
    if ports is None or not isinstance(port, str) or port in ports:
        return
    parts: Parts = ("edges", index, "port")
    if ports:
        yield problem(
            "edge.unknown_port",
            f"“{_name(steps, source)}” has no port {port}.",
            parts,
            hint=f"Its ports are: {', '.join(ports)}.",
            step=source,
        )
    else:
        yield problem(
            "edge.unknown_port",
            f"Nothing can follow “{_name(steps, source)}”: it ends the execution.",
            ("edges", index),
            hint="Remove the edge.",
            step=source,
        )


def _name(steps: Mapping[str, Any], step_id: str) -> str:
    """What people call the step."""
    return text(steps.get(step_id, {}), "name") or step_id


def _ports_of(step: Mapping[str, Any] | None) -> tuple[str, ...] | None:
    """None where the step, or what its settings say of ports, is not good enough to tell."""
    kind = registry.step_kind(text(step, "kind")) if step else None
    config = step.get("config", {}) if step else None
    return kind.ports_of(config) if kind and isinstance(config, dict) else None


def _shape(
    document: Mapping[str, JSON], steps: Mapping[str, Any], edges: list[tuple[str, str]]
) -> Iterator[Problem]:
    for cycle in islice(find_cycles(list(steps), edges), _MOST_CYCLES):
        yield problem(
            "graph.cycle",
            f"The steps go round in a circle: {' → '.join(_name(steps, one) for one in cycle)}.",
            ("edges",),
            hint="Remove one of these edges; use a for-each to repeat.",
            step=cycle[0],
        )
    found = reachable(TRIGGER_ID, [TRIGGER_ID, *steps], edges)
    for index, step in objects(document, "steps"):
        step_id = text(step, "id")
        if step_id and step_id not in found:
            yield problem(
                "graph.unreachable",
                "No path leads from the trigger to this step.",
                ("steps", index),
                hint="Join it with an edge, or remove it.",
                step=step_id,
            )
