"""The page at ``/``: what stands in the sandbox, and its switches, for people."""

from html import escape
from pathlib import Path
from string import Template

from aiohttp import web

from connectors.sandbox.odoo.service import Odoo
from connectors.sandbox.odoo.switches import OUTAGES
from connectors.sandbox.pages import file, page
from connectors.sdk.types import JSON

_FOLDER = Path(__file__).parent / "static"
_SHOWN = 50


class Page:
    """Renders the page and its living part."""

    def __init__(self, odoo: Odoo) -> None:
        self._odoo = odoo

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/", self.page)
        app.router.add_get("/sandbox/content", self.content)
        app.router.add_get("/sandbox/static/{name}", self.static)

    async def page(self, request: web.Request) -> web.Response:
        template = Template((_FOLDER / "page.html").read_text("utf-8"))
        options = "".join(f'<option value="{one}">{one.replace("_", " ")}</option>' for one in OUTAGES)
        return page(template.substitute(outages=options, content=self._content()))

    async def content(self, request: web.Request) -> web.Response:
        return page(self._content())

    async def static(self, request: web.Request) -> web.Response:
        return file(_FOLDER, request.match_info["name"])

    def _content(self) -> str:
        switches = self._odoo.switches
        state = "Healthy" if switches.outage == "none" else f"Outage: {switches.outage.replace('_', ' ')}"
        if switches.latency_ms:
            state += f", {switches.latency_ms} ms slower"
        orders = self._records(
            "purchase.order",
            ["name", "partner_id", "partner_ref", "date_order", "currency_id", "amount_total"],
        )
        return "".join(
            (
                f'<p class="state" data-outage="{switches.outage}"><b>{escape(state)}</b></p>',
                self._heading("Purchase orders", "purchase.order"),
                "".join(self._order(one) for one in orders) or _empty("No purchase order has arrived yet."),
                self._heading("Partners", "res.partner"),
                _table(
                    ("Name", "Reference", "Tax ID", "Email", "City", "Country"),
                    self._records("res.partner", ["name", "ref", "vat", "email", "city", "country_id"]),
                ),
                self._heading("Employees", "hr.employee"),
                _table(
                    ("Name", "Job", "Email"),
                    self._records("hr.employee", ["name", "job_title", "work_email"]),
                )
                or _empty("No employee has arrived yet."),
            )
        )

    def _heading(self, title: str, model: str) -> str:
        reader = self._odoo.reader
        return f"<h2>{title} <small>{reader.count(reader.model(model), [])}</small></h2>"

    def _records(self, name: str, fields: list[str], domain: JSON = (), limit: int = _SHOWN) -> list[JSON]:
        reader = self._odoo.reader
        model = reader.model(name)
        ids = reader.search(model, list(domain), limit=limit, order="id desc")
        return list(reader.read(model, ids, fields))

    def _order(self, order: JSON) -> str:
        lines = self._records(
            "purchase.order.line",
            ["name", "product_id", "product_qty", "price_unit", "price_subtotal"],
            [["order_id", "=", order["id"]]],
        )
        vendor, currency = _text(order["partner_id"]), _text(order["currency_id"])
        return (
            f"<details open><summary><b>{_text(order['name'])}</b> {vendor} · "
            f"{_text(order['partner_ref'])} · {_text(order['date_order'])[:10]} · "
            f"{order['amount_total']:.2f} {currency}</summary>"
            + _table(("Description", "Product", "Quantity", "Price", "Subtotal"), lines[::-1])
            + "</details>"
        )


def _text(value: JSON) -> str:
    if isinstance(value, list):
        value = value[1] if value else ""
    if isinstance(value, float):
        return f"{value:.2f}"
    return escape(str(value)) if value not in (False, None) else ""


def _table(titles: tuple[str, ...], records: list[JSON]) -> str:
    if not records:
        return ""
    head = "".join(f"<th>{one}</th>" for one in titles)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_text(v)}</td>" for k, v in one.items() if k != "id") + "</tr>"
        for one in records
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _empty(text: str) -> str:
    return f'<p class="empty">{text}</p>'
