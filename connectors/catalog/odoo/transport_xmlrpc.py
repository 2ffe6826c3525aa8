"""XML-RPC, Odoo 14 to 18: the same calls over ``execute_kw``."""

import re
import xmlrpc.client
from collections.abc import Mapping, Sequence
from typing import Any
from xml.parsers.expat import ExpatError

from connectors.catalog.odoo.api import base_url, secret
from connectors.catalog.odoo.errors import fault_error, page_error
from connectors.sdk.errors import ConfigurationError, ConnectorError, PermanentError
from connectors.sdk.http import GuardedClient
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.types import JSON

_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class XmlRpcApi:
    """Calls over XML-RPC. The user's id is asked for once."""

    def __init__(self, context: ConnectionContext, client: GuardedClient) -> None:
        self._context = context
        self._client = client
        self._uid: int | None = None

    async def execute(
        self,
        model: str,
        method: str,
        arguments: Mapping[str, JSON],
        *,
        ids: Sequence[int] | None = None,
        repeatable: bool,
    ) -> JSON:
        uid = self._uid or await self._authenticate()
        args = [] if ids is None else [list(ids)]
        call = (self._database, uid, secret(self._context), model, method, args, dict(arguments))
        return await self._send("object", "execute_kw", call, f"{model}.{method}", repeatable)

    async def version(self) -> str | None:
        found = await self._send("common", "version", (), "version", True)
        return str(found["server_version"]) if isinstance(found, dict) else None

    async def close(self) -> None:
        await self._client.close()

    @property
    def _database(self) -> str:
        return self._setting("database")

    def _setting(self, name: str) -> str:
        value = str(self._context.config.get(name) or "")
        if not value:
            raise ConfigurationError(
                f"The connection has no {name}, which XML-RPC needs.", hint="Enter it in the connection."
            )
        return value

    async def _authenticate(self) -> int:
        call: tuple[JSON, ...] = (self._database, self._setting("login"), secret(self._context), {})
        uid = await self._send("common", "authenticate", call, "authenticate", True)
        if not isinstance(uid, int) or not uid:  # a wrong login is no fault but False
            raise fault_error(3, "", "authenticate")
        self._uid = uid
        return uid

    async def _send(
        self, service: str, method: str, params: tuple[Any, ...], where: str, repeatable: bool
    ) -> JSON:
        reply = await self._client.request(
            "POST",
            f"{base_url(self._context)}/xmlrpc/2/{service}",
            headers={"Content-Type": "text/xml"},
            body=_encode(method, params),
            read=repeatable,
        )
        if reply.status != 200 or any(one in reply.body for one in _FORBIDDEN):
            raise page_error(reply, repeatable)
        try:
            text = reply.body.decode("utf-8")
            (result,), _ = xmlrpc.client.loads(text, use_builtin_types=False)
        except xmlrpc.client.Fault as fault:
            raise self._refused(fault, where) from None
        except (ExpatError, xmlrpc.client.Error, UnicodeDecodeError, ValueError, TypeError):
            raise page_error(reply, repeatable) from None
        return result

    def _refused(self, fault: xmlrpc.client.Fault, where: str) -> ConnectorError:
        if fault.faultCode == 3:
            self._uid = None
        return fault_error(int(fault.faultCode), str(fault.faultString), where)


def _encode(method: str, params: tuple[Any, ...]) -> bytes:
    try:
        text = xmlrpc.client.dumps(params, method, allow_none=True)
        if _NO_XML.search(text):
            raise TypeError
        return text.encode()
    except (OverflowError, TypeError, UnicodeEncodeError):
        raise PermanentError(
            "The arguments hold a value that XML-RPC cannot carry.",
            hint="Control characters and whole numbers above 2,147,483,647 are such; send these as text.",
        ) from None
