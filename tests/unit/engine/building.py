"""Small flows for the tests."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from flows.engine.document import read_flow
from flows.engine.plan import Plan, compile_plan

Edge = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, str]


def edge(source: str, target: str, port: str = "out", when: str | None = None) -> dict[str, Any]:
    return {"from": source, "to": target, "port": port, "when": when}


def document(steps: Sequence[dict[str, Any]], edges: Sequence[Edge], **more: Any) -> dict[str, Any]:
    return {
        "schema": "fairlead.flow/1",
        "slug": "orders",
        "name": "Orders",
        "trigger": {"kind": "manual"},
        "steps": list(steps),
        "edges": [edge(*one) for one in edges],
        **more,
    }


def plan(steps: Sequence[dict[str, Any]], edges: Sequence[Edge], **more: Any) -> Plan:
    return compile_plan(read_flow(document(steps, edges, **more)))


def line(*steps: dict[str, Any]) -> Plan:
    """The steps one after the other."""
    ids = ["trigger", *(step["id"] for step in steps)]
    return plan(steps, list(pairwise(ids)))


def call(id: str, retry: dict[str, Any] | None = None, arguments: Any = None) -> dict[str, Any]:
    config = {
        "connection": "odoo",
        "operation": id,
        "arguments": arguments or {"from": {"$expr": "$string($)"}},
    }
    return {"id": id, "kind": "call", "config": config, **({"retry": retry} if retry else {})}


def mapping(id: str, expression: str) -> dict[str, Any]:
    return {"id": id, "kind": "map", "config": {"expression": expression}}


def step(id: str, kind: str, **config: Any) -> dict[str, Any]:
    return {"id": id, "kind": kind, "config": config}
