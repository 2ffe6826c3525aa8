"""What the models compute by themselves: defaults, numbers, totals."""

import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from connectors.sandbox.odoo.database import Database
from connectors.sandbox.odoo.fields import Model
from connectors.sdk.types import JSON

if TYPE_CHECKING:
    from connectors.sandbox.odoo.writing import Writer

COMPANY_CURRENCY = "EUR"


def fill_defaults(database: Database, model: Model, values: Mapping[str, JSON], now: str) -> dict[str, JSON]:
    """The values with each missing field's default."""
    filled = dict(values)
    for name, field in model.fields.items():
        if name not in filled and field.default is not None:
            filled[name] = field.default
    if model.name == "purchase.order":
        filled.setdefault("date_order", now[:19])
        if not filled.get("currency_id"):
            rows = database.rows("SELECT id FROM res_currency WHERE name = ?", [COMPANY_CURRENCY])
            filled["currency_id"] = rows[0]["id"]
    if model.name == "base.automation" and filled.get("trigger") == "on_webhook":
        filled["webhook_uuid"] = str(uuid.uuid4())
    return filled


def after_change(writer: "Writer", model: Model, record: int, gone: sqlite3.Row | None = None) -> None:
    """Brings computed columns up to date after ``record`` changed, or went (``gone`` is its row)."""
    if model.name == "purchase.order" and gone is None:
        _number(writer, model, record)
    if model.name == "purchase.order.line":
        order = gone["order_id"] if gone is not None else _subtotal(writer, model, record)
        _total_or_later(writer, int(order))


@contextmanager
def totals_once(writer: "Writer") -> Iterator[None]:
    """Orders whose lines change meanwhile are summed up once, at the end, and not with every line."""
    orders: set[int] = set()
    writer.unsummed = orders
    try:
        yield
    finally:
        writer.unsummed = None
    for order in sorted(orders):
        _total(writer, order)


def _total_or_later(writer: "Writer", order: int) -> None:
    if writer.unsummed is None:
        _total(writer, order)
    else:
        writer.unsummed.add(order)


def _number(writer: "Writer", model: Model, record: int) -> None:
    rows = writer.database.rows("SELECT name FROM purchase_order WHERE id = ?", [record])
    if rows[0]["name"] in (None, "New"):
        writer.touch(model, record, {"name": f"P{record:05d}"})


def _subtotal(writer: "Writer", model: Model, record: int) -> int:
    row = writer.database.rows(
        "SELECT order_id, product_qty, price_unit, discount FROM purchase_order_line WHERE id = ?", [record]
    )[0]
    price = (row["price_unit"] or 0) * (1 - (row["discount"] or 0) / 100)
    writer.touch(model, record, {"price_subtotal": round((row["product_qty"] or 0) * price, 2)})
    return int(row["order_id"])


def _total(writer: "Writer", order: int) -> None:
    row = writer.database.rows(
        "SELECT COALESCE(SUM(price_subtotal), 0) AS total FROM purchase_order_line WHERE order_id = ?",
        [order],
    )[0]
    total = round(row["total"], 2)
    model = writer.database.models["purchase.order"]
    writer.touch(model, order, {"amount_untaxed": total, "amount_total": total})
