"""JSON-2: ``POST /json/2/<model>/<method>`` with a bearer key and named arguments."""

from collections.abc import Mapping

import orjson
from aiohttp import web

from connectors.sandbox.odoo.answers import STATUS_PAGES, answer, failure, html
from connectors.sandbox.odoo.describe import document, index
from connectors.sandbox.odoo.errors import BadRequest, OdooError, Unauthorized
from connectors.sandbox.odoo.methods import METHODS
from connectors.sandbox.odoo.service import VERSION, Odoo
from connectors.sdk.types import JSON


class Json2:
    """The routes that take the API key as a bearer."""

    def __init__(self, odoo: Odoo) -> None:
        self._odoo = odoo

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/json/2/{model}/{method}", self.call)
        app.router.add_get("/doc-bearer/index.json", self.index)
        app.router.add_get("/doc-bearer/{model}.json", self.document)
        app.router.add_get("/web/version", self.version)
        app.router.add_post("/web/hook/{uuid}", self.hook)

    async def call(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return html(415)
        if request.headers.get("X-Odoo-Database", self._odoo.name) != self._odoo.name:
            return html(404)
        try:
            uid = self._authenticated(request)
            body = _body(await request.read())
            part = request.match_info
            return answer(await self._odoo.execute(uid, part["model"], part["method"], body))
        except OdooError as error:
            return failure(error)

    async def index(self, request: web.Request) -> web.Response:
        try:
            self._authenticated(request)
        except OdooError as error:
            return failure(error)
        return answer(index(self._odoo.database.models))

    async def document(self, request: web.Request) -> web.Response:
        try:
            self._authenticated(request)
            model = self._odoo.reader.model(request.match_info["model"])
        except OdooError as error:
            return failure(error)
        return answer(document(model, list(METHODS)))

    async def version(self, request: web.Request) -> web.Response:
        return answer({"version": VERSION, "version_info": [19, 0, 0, "final", 0, ""]})

    async def hook(self, request: web.Request) -> web.Response:
        try:
            payload = orjson.loads(await request.read())
            found = await self._odoo.automation.run(request.match_info["uuid"], payload)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return answer({"status": "error"}, 500)
        return answer({"status": "ok"}) if found else answer({"status": "error"}, 404)

    def _authenticated(self, request: web.Request) -> int:
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise Unauthorized(STATUS_PAGES[401][1])
        return self._odoo.authenticate(key.strip())


def _body(raw: bytes) -> Mapping[str, JSON]:
    """The named arguments. A list or a text is ignored, and the method runs without any."""
    try:
        body = orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"could not parse the body as json: {error}") from None
    return body if isinstance(body, dict) else {}
