"""JSON-2, Odoo 19 on: ``POST /json/2/<model>/<method>`` with named arguments."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import orjson

from connectors.catalog.odoo.api import base_url, secret
from connectors.catalog.odoo.errors import named_error, page_error
from connectors.sdk.errors import ConfigurationError, ConnectorError, PermanentError
from connectors.sdk.http import GuardedClient
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.replies import Reply
from connectors.sdk.statuses import retry_after
from connectors.sdk.types import JSON


class Json2Api:
    """Calls over JSON-2."""

    def __init__(self, context: ConnectionContext, client: GuardedClient) -> None:
        self._context = context
        self._client = client

    async def execute(
        self,
        model: str,
        method: str,
        arguments: Mapping[str, JSON],
        *,
        ids: Sequence[int] | None = None,
        repeatable: bool,
    ) -> JSON:
        body = dict(arguments) if ids is None else {"ids": list(ids), **arguments}
        reply = await self._client.request(
            "POST",
            f"{base_url(self._context)}/json/2/{quote(model, safe='.')}/{quote(method, safe='')}",
            headers=self._headers(),
            # An object always: Odoo ignores any other body and runs the method without arguments.
            body=_encode(body),
            read=repeatable,
        )
        return _result(reply, f"{model}.{method}", repeatable)

    async def version(self) -> str | None:
        reply = await self._client.request("GET", f"{base_url(self._context)}/web/version", read=True)
        try:
            found = orjson.loads(reply.body)
        except orjson.JSONDecodeError:
            return None
        return str(found["version"]) if isinstance(found, dict) and "version" in found else None

    async def close(self) -> None:
        await self._client.close()

    def _headers(self) -> dict[str, str]:
        key = secret(self._context)
        if not key.isascii() or not key.isprintable():
            raise ConfigurationError("The API key holds characters that no key has.", hint="Enter it anew.")
        headers = {"Authorization": f"bearer {key}", "Content-Type": "application/json"}
        database = str(self._context.config.get("database") or "")
        return {**headers, "X-Odoo-Database": database} if database else headers


def _encode(body: Mapping[str, JSON]) -> bytes:
    try:
        return orjson.dumps(body)
    except (TypeError, ValueError):
        raise PermanentError("The arguments cannot be written as JSON.") from None


def _result(reply: Reply, where: str, repeatable: bool) -> JSON:
    try:
        body = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        raise page_error(reply, repeatable) from None
    if reply.status < 300:
        return body
    raise _error(reply, body, where, repeatable)


def _error(reply: Reply, body: JSON, where: str, repeatable: bool) -> ConnectorError:
    if not isinstance(body, dict) or not isinstance(body.get("name"), str):
        return page_error(reply, repeatable)
    return named_error(body["name"], str(body.get("message", "")), where, retry_after(reply.headers))
