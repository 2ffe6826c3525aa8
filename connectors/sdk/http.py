"""The one way out: HTTP to checked addresses, within limits, with failures told apart.

What matters most after a failure is whether the target may have acted. An error before the request
was sent is retryable; after it, the call is ambiguous unless it only reads.
"""

import string
import time
from collections.abc import Mapping

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from connectors.sdk.egress import Guard
from connectors.sdk.errors import ConnectorError, PermanentError
from connectors.sdk.failures import Lost, answer_lost, not_connected, too_large
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.redirects import MAX_REDIRECTS, STATUSES, next_hop
from connectors.sdk.replies import Reply

USER_AGENT = "Fairlead/1"
MAX_RESPONSE_BYTES = 16 * 1024 * 1024
MAX_CONNECT_S = 10.0
KEEPALIVE_S = 4.0
"""Shorter than the usual servers' 5 s: a connection that the target is about to close is not used,
since a request that is lost on it would be ambiguous."""
MAX_SOCKETS = 256
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NAME = frozenset(string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~")
_BREAKS = frozenset("\r\n\0")

_BEFORE_SENDING = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_AFTER_SENDING = (aiohttp.ClientError, TimeoutError, OSError)


async def _stop_resending(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """aiohttp sends a PUT, DELETE or GET again by itself when the connection breaks; whether a
    call may be sent again is Fairlead's decision."""
    try:
        return await handler(request)
    except _BEFORE_SENDING:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise Lost from error


class GuardedClient:
    """One per session and event loop; keeps connections alive and no cookies, reads no proxy
    settings from the environment. ``close`` it."""

    def __init__(
        self,
        context: ConnectionContext,
        *,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        resolver: AbstractResolver | None = None,
        keepalive: bool = True,
    ) -> None:
        self.guard = Guard(context.allowed_private_hosts, resolver)
        self._max_bytes = max_response_bytes
        self._timeout_s = context.timeout_s
        self._timeout = _client_timeout(context.timeout_s)
        self._keepalive = keepalive
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str | URL,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        query: Mapping[str, str] | None = None,
        read: bool = False,
        max_bytes: int | None = None,
        timeout_s: float | None = None,
    ) -> Reply:
        """Sends and reads the whole answer, whatever its status (see ``statuses.status_error``).

        ``read`` says that the call changes nothing: a lost answer is then retryable. Raises
        EgressRefused, RetryableError, AmbiguousError and PermanentError, none of which holds the
        body, the query or a header.
        """
        if method not in METHODS:
            raise PermanentError(f"{method[:20]!r} is no method that Fairlead sends.")
        target = _target(url, query)
        started = time.monotonic()
        whole = timeout_s or self._timeout_s
        patience = self._timeout if timeout_s is None else _client_timeout(timeout_s)
        limit = max_bytes or self._max_bytes
        sent = _sendable(headers) if headers else {}
        for _ in range(MAX_REDIRECTS + 1):
            reply = await self._send(method, target, sent, body, patience, limit, read)
            if reply.status not in STATUSES or "Location" not in reply.headers:
                return reply
            hop = next_hop(method, target, sent, body, reply)
            if hop is None:
                return reply
            method, target, sent, body = hop
            patience = _client_timeout(max(0.1, whole - (time.monotonic() - started)))
        raise PermanentError(f"{target.host} redirects in circles.", hint="Check the address.")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _send(
        self,
        method: str,
        target: URL,
        headers: Mapping[str, str],
        body: bytes | None,
        patience: aiohttp.ClientTimeout,
        limit: int,
        read: bool,
    ) -> Reply:
        self.guard.check_url(target)
        host = target.host or ""
        try:
            answer = await self._open().request(
                method, target, headers=headers, data=body, allow_redirects=False, timeout=patience
            )
        except ConnectorError:
            raise
        except _BEFORE_SENDING as error:
            raise not_connected(host, error) from None
        except (ValueError, aiohttp.InvalidURL):
            raise PermanentError(
                "A header or the address holds a character that must not stand there."
            ) from None
        except (Lost, *_AFTER_SENDING) as error:
            raise answer_lost(host, error, read) from None
        try:
            content = await _read(answer, limit)
        except _AFTER_SENDING as error:
            answer.close()
            raise answer_lost(host, error, read) from None
        if content is None:
            raise too_large(host, limit, read or answer.status >= 400)
        return Reply(answer.status, answer.headers, content, str(target), host)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=self.guard,
                    socket_factory=self.guard.open_socket,
                    limit=MAX_SOCKETS,
                    keepalive_timeout=KEEPALIVE_S,
                    force_close=not self._keepalive,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": USER_AGENT},
                middlewares=(_stop_resending,),
                trust_env=False,
            )
        return self._session


def _sendable(headers: Mapping[str, str]) -> dict[str, str]:
    """Refused here, before anything else happens: a line end would begin another header."""
    for name, value in headers.items():
        if not name or not _NAME.issuperset(name) or not _BREAKS.isdisjoint(value):
            raise PermanentError("A header holds a character that must not stand there.")
    return dict(headers)


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes | None:
    """The body, also unpacked, up to ``limit`` bytes; None (and the connection closed) beyond."""
    if answer.content_length is not None and answer.content_length > limit:
        answer.close()
        return None
    stream = answer.content
    chunks = []
    left = limit
    while chunk := await stream.readany():
        left -= len(chunk)
        if left < 0:
            answer.close()
            return None
        chunks.append(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _client_timeout(seconds: float) -> aiohttp.ClientTimeout:
    """Connecting ends well before the whole: when the whole ends, the request was sent."""
    return aiohttp.ClientTimeout(total=seconds, connect=min(MAX_CONNECT_S, seconds / 2))


def _target(url: str | URL, query: Mapping[str, str] | None) -> URL:
    try:
        target = URL(url) if isinstance(url, str) else url
        return target.extend_query(query) if query else target
    except (ValueError, TypeError):
        raise PermanentError("The address of the call is malformed.", hint="Check path and query.") from None
