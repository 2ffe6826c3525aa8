"""The portal's page and its interface: ``POST /portal/send``, ``GET /portal/deliveries``."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from itertools import count
from pathlib import Path
from string import Template

import orjson
from aiohttp import web

from connectors.sandbox.pages import file, page
from connectors.sandbox.portal.documents import CONTENT_TYPES, message
from connectors.sandbox.portal.hooks import Hook
from connectors.sandbox.portal.orders import SAMPLES, make_order
from connectors.sandbox.portal.sender import Delivery, Sender
from connectors.sdk.types import JSON

MAX_COUNT = 5000
MAX_TIMES = 20
_FOLDER = Path(__file__).parent / "static"


class Refused(Exception):
    """A request that asks for what the portal does not do; the text says what it does."""


class Portal:
    """One portal over one sender."""

    def __init__(self, hook: Callable[[], Hook | None], odoo_url: str, sender: Sender) -> None:
        self._hook = hook
        self._odoo_url = odoo_url
        self.sender = sender
        self._numbers = count(1)
        self._run = _short(int(time.time()))

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/", self.page)
        app.router.add_post("/portal/send", self.send)
        app.router.add_get("/portal/deliveries", self.deliveries)
        app.router.add_get("/portal/static/{name}", self.static)

    async def send(self, request: web.Request) -> web.Response:
        """``{"count", "sample", "format", "times"}``: queues ``count`` orders, each sent ``times`` times
        under ids of their own, as a supplier does who is not sure that the first one came through."""
        if request.content_type != "application/json":
            return _json({"detail": "Send application/json."}, 415)
        if self._hook() is None:
            return _json({"detail": "No hook is configured; set FAIRLEAD_PORTAL_HOOK_URL and _SECRET."}, 409)
        try:
            wanted = _wanted(await request.read())
        except Refused as refusal:
            return _json({"detail": str(refusal)}, 422)
        orders = [self._queue(wanted) for _ in range(wanted["count"])]
        return _json({"queued": wanted["count"] * wanted["times"], "orders": orders}, 202)

    async def deliveries(self, request: web.Request) -> web.Response:
        hook = self._hook()
        return _json(
            {
                "hook": hook.url if hook else None,
                "waiting": self.sender.waiting,
                **self.sender.counts,
                "recent": [one.summary() for one in list(self.sender.recent)[:100]],
            }
        )

    async def page(self, request: web.Request) -> web.Response:
        template = Template((_FOLDER / "page.html").read_text("utf-8"))
        samples = "".join(
            f'<option value="{name}">{escape(sample.title)}</option>' for name, sample in SAMPLES.items()
        )
        link = (
            f'<a href="{escape(self._odoo_url)}">See them in the sandbox Odoo</a>' if self._odoo_url else ""
        )
        text = template.substitute(samples=samples, odoo=link)
        return page(text)

    async def static(self, request: web.Request) -> web.Response:
        return file(_FOLDER, request.match_info["name"])

    def _queue(self, wanted: dict[str, JSON]) -> str:
        number = f"PO-{self._run}-{next(self._numbers)}"
        order = make_order(wanted["sample"], number, datetime.now(UTC).date())
        body = message(order, wanted["format"])
        for _ in range(wanted["times"]):
            self.sender.queue(Delivery(number, wanted["sample"], CONTENT_TYPES[wanted["format"]], body))
        return number


def build(hook: Callable[[], Hook | None], odoo_url: str = "") -> web.Application:
    """The portal as an application."""
    app = web.Application()
    sender = Sender(hook)
    Portal(hook, odoo_url, sender).add_to(app)

    async def close(_: web.Application) -> None:
        await sender.close()

    app.on_cleanup.append(close)
    return app


def _wanted(raw: bytes) -> dict[str, JSON]:
    try:
        body = orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError:
        raise Refused("The body is not JSON.") from None
    if not isinstance(body, dict) or not body.keys() <= {"count", "sample", "format", "times"}:
        raise Refused("Send an object with count, sample, format and times; all may be left out.")
    wanted = {"count": 1, "sample": "ward", "format": "xml", "times": 1, **body}
    if wanted["sample"] not in SAMPLES:
        raise Refused(f"sample is one of {', '.join(SAMPLES)}.")
    if wanted["format"] not in CONTENT_TYPES:
        raise Refused("format is xml or json.")
    for name, most in (("count", MAX_COUNT), ("times", MAX_TIMES)):
        if type(wanted[name]) is not int or not 1 <= wanted[name] <= most:
            raise Refused(f"{name} is a whole number from 1 to {most}.")
    return wanted


def _json(value: JSON, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


def _short(number: int) -> str:
    """A number in base 36, to keep order numbers short and new after a restart."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits
