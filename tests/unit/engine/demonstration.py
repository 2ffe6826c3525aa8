"""The steps of the demonstration's orders, without a host and without Odoo."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from connectors.catalog.odoo.external_ids import DEFAULT_MODULE, external_id
from flows.engine.mapping import compile_expression
from tests.unit.engine.kinds import run_kind


@cache
def steps() -> dict[str, Any]:
    """The settings of each step."""
    flow = json.loads(Path("console/demo/flows/supplier-orders.json").read_text("utf-8"))
    return {step["id"]: step["config"] for step in flow["steps"]}


def canonical(document: Any) -> Any:
    """The order as the flow's first two steps make it of XML or JSON."""
    read = run_kind("parse", steps()["read"], document).output
    return run_kind("map", steps()["order"], read).output


@dataclass(frozen=True, slots=True)
class Records:
    """The external ids in Odoo of what an order becomes."""

    supplier: str
    order: str
    lines: tuple[str, ...]
    products: tuple[str, ...]


def records(document: Any) -> Records:
    """Where the steps that call Odoo put an order that passes the check."""
    order = run_kind("validate", steps()["check"], canonical(document)).output
    values = _argument("purchase", "values", order)
    products = [_named(one) for one in _listed(_argument("products", "records", order))]
    lines = _listed(values["order_line"])
    assert [_named(one["values"]["product_id"]) for one in lines] == products
    supplier = _name(_argument("supplier", "external_id", order))
    assert _named(values["partner_id"]) == supplier
    name = _name(_argument("purchase", "external_id", order))
    return Records(supplier, name, tuple(_named(one) for one in lines), tuple(products))


def _argument(step: str, name: str, order: Any) -> Any:
    expression = steps()[step]["arguments"][name]["$expr"]
    return compile_expression(expression).evaluate(order, {"steps": {"check": order}})


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _named(record: Any) -> str:
    return _name(record["external_id"])


def _name(given: Any) -> str:
    return external_id(given, DEFAULT_MODULE).removeprefix(f"{DEFAULT_MODULE}.")
