"""The older ways in: XML-RPC (``/xmlrpc/2/…``) and JSON-RPC (``/jsonrpc``)."""

import xmlrpc.client
from collections.abc import Callable, Sequence
from typing import Any
from xml.parsers.expat import ExpatError

import orjson
from aiohttp import web

from connectors.sandbox.odoo.answers import answer, html
from connectors.sandbox.odoo.errors import AccessError, OdooError, ProgrammingMistake, Unauthorized, UserError
from connectors.sandbox.odoo.methods import METHODS
from connectors.sandbox.odoo.service import VERSION, Odoo
from connectors.sdk.types import JSON


class UnknownDatabase(OdooError):
    name = "psycopg2.OperationalError"
    status = 500
    fault = 1


class Rpc:
    """Both protocols over the services ``common`` and ``object``."""

    def __init__(self, odoo: Odoo) -> None:
        self._odoo = odoo
        self._services: dict[str, Callable[[str, Sequence[Any]], Any]] = {
            "common": self._common,
            "object": self._object,
        }

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/xmlrpc/2/{service}", self.xml)
        app.router.add_post("/jsonrpc", self.json)

    async def xml(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            return html(500)
        try:
            params, method = xmlrpc.client.loads(raw, use_builtin_types=True)
        except (ExpatError, xmlrpc.client.Error, ValueError):
            return html(500)
        try:
            result = await self._serve(request.match_info["service"], str(method), params)
            body = xmlrpc.client.dumps((result,), methodresponse=True, allow_none=False)
        except OdooError as error:
            body = xmlrpc.client.dumps(_fault(error))
        response = web.Response(text=body, content_type="text/xml")
        response.force_close()
        return response

    async def json(self, request: web.Request) -> web.Response:
        try:
            body = orjson.loads(await request.read())
            params = body["params"]
            result = await self._serve(params["service"], params["method"], params["args"])
        except OdooError as error:
            data = {**error.body(), "arguments": [error.message]}
            wrong = {"code": 0, "message": "Odoo Server Error", "data": data}
            return answer({"jsonrpc": "2.0", "id": body.get("id"), "error": wrong})
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            return html(500)
        return answer({"jsonrpc": "2.0", "id": body.get("id"), "result": result})

    async def _serve(self, service: str, method: str, params: Sequence[Any]) -> JSON:
        found = self._services.get(service)
        if found is None:
            raise ProgrammingMistake(f"No such service: {service}")
        try:
            return await found(method, params)
        except (TypeError, IndexError, ValueError) as error:
            raise ProgrammingMistake(str(error)) from error

    async def _common(self, method: str, params: Sequence[Any]) -> JSON:
        if method == "version":
            return {
                "server_version": VERSION,
                "server_version_info": [19, 0, 0, "final", 0, ""],
                "protocol_version": 1,
            }
        if method not in ("authenticate", "login"):
            raise ProgrammingMistake(f"Method not found: {method}")
        database, login, key = params[:3]
        self._check_database(database)
        if login != self._odoo.login:
            return False
        try:
            return self._odoo.authenticate(str(key))
        except Unauthorized:
            return False

    async def _object(self, method: str, params: Sequence[Any]) -> JSON:
        if method not in ("execute_kw", "execute"):
            raise ProgrammingMistake(f"Method not found: {method}")
        database, uid, key, model, name, *rest = params
        self._check_database(database)
        if self._odoo.authenticate(str(key)) != uid:
            raise Unauthorized("Access Denied")
        args = list(rest[0]) if method == "execute_kw" and rest else list(rest)
        kwargs = dict(rest[1]) if method == "execute_kw" and len(rest) > 1 else {}
        return await self._call(uid, str(model), str(name), args, kwargs)

    async def _call(self, uid: int, model: str, name: str, args: list[Any], kwargs: dict[str, Any]) -> JSON:
        method = METHODS.get(name)
        if name.startswith("_"):
            raise AccessError(f"Private methods (such as '{model}.{name}') cannot be called remotely.")
        if model not in self._odoo.database.models:
            raise UserError(f"Object {model} doesn't exist")
        if method is None or (method.only and method.only != model):
            raise ProgrammingMistake(f"The method '{model}.{name}' does not exist")
        names = (("ids",) if method.on_records else ()) + method.parameters
        body = {**dict(zip(names, args, strict=False)), **kwargs}
        result = await self._odoo.execute(uid, model, name, body)
        return result[0] if name == "create" and isinstance(body.get("vals_list"), dict) else result

    def _check_database(self, name: Any) -> None:
        if name != self._odoo.name:
            raise UnknownDatabase(f'connection to server failed: FATAL:  database "{name}" does not exist')


def _fault(error: OdooError) -> xmlrpc.client.Fault:
    """The fault Odoo gives: a plain sentence where it knows the error, else a whole traceback."""
    if error.fault == 3:
        return xmlrpc.client.Fault(3, "Access Denied")
    return xmlrpc.client.Fault(error.fault, error.debug() if error.fault == 1 else error.message)
