"""The web application: the protocols, the switches and the page."""

from pathlib import Path

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from connectors.sandbox.odoo.answers import answer, failure, html
from connectors.sandbox.odoo.errors import BadRequest, OdooError, Unauthorized
from connectors.sandbox.odoo.json2 import Json2
from connectors.sandbox.odoo.page import Page
from connectors.sandbox.odoo.rpc import Rpc
from connectors.sandbox.odoo.service import Odoo

MAX_BODY = 64 * 1024 * 1024


def build(state_dir: Path, api_key: str) -> web.Application:
    """The sandbox over ``state_dir``, behind ``api_key``."""
    odoo = Odoo(state_dir, api_key)
    app = web.Application(client_max_size=MAX_BODY, middlewares=[_outages(odoo)])
    for part in (Json2(odoo), Rpc(odoo), Control(odoo), Page(odoo)):
        part.add_to(app)
    app.on_cleanup.append(lambda _: odoo.close())
    return app


class Control:
    """``POST /sandbox/switch`` and ``GET /sandbox/state``, behind the same API key."""

    def __init__(self, odoo: Odoo) -> None:
        self._odoo = odoo

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/sandbox/switch", self.switch)
        app.router.add_get("/sandbox/state", self.state)

    async def switch(self, request: web.Request) -> web.Response:
        try:
            self._authenticate(request)
            self._odoo.switches.change(_json(await request.read()))
        except OdooError as error:
            return failure(error)
        return answer(self._odoo.switches.state())

    async def state(self, request: web.Request) -> web.Response:
        try:
            self._authenticate(request)
        except OdooError as error:
            return failure(error)
        reader = self._odoo.reader
        shown = ("res.partner", "product.product", "purchase.order", "purchase.order.line", "hr.employee")
        records = {name: reader.count(reader.model(name), [], active_test=False) for name in shown}
        return answer(
            {
                **self._odoo.switches.state(),
                "database": self._odoo.name,
                "records": records,
                "webhooks_sent": self._odoo.automation.sent,
            }
        )

    def _authenticate(self, request: web.Request) -> None:
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise Unauthorized("Send the API key as a bearer.")
        self._odoo.authenticate(key.strip())


def _json(raw: bytes) -> object:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise BadRequest("The body is not JSON.") from None


def _outages(odoo: Odoo) -> Middleware:
    @web.middleware
    async def outages(request: web.Request, handler: Handler) -> web.StreamResponse:
        outage = odoo.switches.outage
        if outage == "none" or request.path == "/" or request.path.startswith("/sandbox/"):
            return await handler(request)
        if outage == "error500":
            return html(500)
        if outage == "hang":
            await odoo.switches.changed()
        response = await handler(request) if outage == "lose_answers" else html(500)
        if request.transport is not None:
            request.transport.abort()
        return response

    return outages
