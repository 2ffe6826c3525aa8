"""Requests below the connection's address, with its headers and credentials."""

from collections.abc import Mapping

from yarl import URL

from connectors.sdk.auth import auth_of
from connectors.sdk.errors import (
    AmbiguousError,
    ConfigurationError,
    ConnectorError,
    EgressRefused,
    PermanentError,
)
from connectors.sdk.http import MAX_RESPONSE_BYTES, GuardedClient
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.replies import Reply
from connectors.sdk.statuses import status_error

_MAYBE_DONE = frozenset({500, 502, 504})
_MOST_REMEMBERED = 256
"""Addresses of so many paths are kept: most calls of a connection go to the same few."""


class Wire:
    """What all operations of one session share."""

    def __init__(self, context: ConnectionContext) -> None:
        config = context.config
        self._base = _base(config.get("base_url"))
        self._prefix = str(self._base).rstrip("/")
        self._below: dict[str, URL] = {}
        self._headers: Mapping[str, str] = config.get("headers") or {}
        self._client = GuardedClient(
            context, max_response_bytes=config.get("max_response_bytes", MAX_RESPONSE_BYTES)
        )
        self._auth = auth_of(context)
        self._ask = config.get("server_errors") == "ask"
        self.key_header: str = config.get("idempotency_header", "Idempotency-Key")
        self.by_key = config.get("idempotency") == "by_key"

    def below(self, path: str) -> URL:
        """The address of a path; raises EgressRefused where it leaves the connection's address."""
        if not path:
            return self._base
        known = self._below.get(path)
        if known is None:
            known = self.inside(f"{self._prefix}/{path.removeprefix('/')}")
            if len(self._below) < _MOST_REMEMBERED:
                self._below[path] = known
        return known

    def inside(self, address: str | URL) -> URL:
        """A whole address, held against the connection's: same origin, same path before it."""
        try:
            url = URL(address)
            same = url.origin() == self._base.origin()
        except ValueError:
            raise PermanentError(
                "The address of the call is malformed.", hint="Check path and query."
            ) from None
        segments = url.path.replace("\\", "/").split("/")
        below = url.path == self._base.path or url.path.startswith(f"{self._base.path.rstrip('/')}/")
        if not same or not below or ".." in segments:
            raise EgressRefused(
                "The address of the call is not below that of the connection.",
                hint="Use a connection whose address covers it.",
            )
        return url

    async def send(
        self,
        method: str,
        url: URL,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Reply:
        """The answer, whatever its status. After a 401 once more where there are other credentials:
        a request that was answered 401 was not carried out."""
        read = method in {"GET", "HEAD"}
        credentials = await self._auth.credentials(self._client)
        for attempt in (1, 2):
            reply = await self._client.request(
                method,
                url,
                headers={**self._headers, **(headers or {}), **credentials.headers},
                body=body,
                query=credentials.query,
                read=read,
            )
            if reply.status != 401 or attempt == 2:
                break
            renewed = await self._auth.renewed(self._client, credentials)
            if renewed is None:
                break
            credentials = renewed
        return reply

    def error_of(self, reply: Reply, *, read: bool) -> ConnectorError | None:
        """What the answer's status means for the call."""
        if self._ask and not read and not self.by_key and reply.status in _MAYBE_DONE:
            return AmbiguousError(
                f"{reply.host} answered {reply.status}; whether it acted is not known.",
                hint="Look at the target, then resolve the execution.",
            )
        return status_error(reply.status, reply.headers, reply.host)

    async def close(self) -> None:
        await self._client.close()


def _base(text: object) -> URL:
    try:
        url = URL(text if isinstance(text, str) else "")
        url.origin()
    except ValueError:
        raise ConfigurationError(
            "The connection's address is malformed.", hint="Enter base_url anew."
        ) from None
    return url
