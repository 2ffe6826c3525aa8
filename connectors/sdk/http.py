"""The one way out: HTTP to checked addresses, within limits, with failures told apart.

What matters most after a failure is whether the target may have acted. An error before the request
was sent is retryable; after it, the call is ambiguous unless it only reads.
"""

import string
import time
from collections.abc import Mapping
from functools import lru_cache

from yarl import URL

from connectors.sdk.egress import Guard
from connectors.sdk.errors import PermanentError
from connectors.sdk.failures import answer_lost, not_connected, too_large
from connectors.sdk.names import Lookup
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.redirects import MAX_REDIRECTS, STATUSES, next_hop
from connectors.sdk.replies import Reply
from connectors.sdk.transport import Answer, AnswerTooLarge, Broken, NotConnected, Pool, request_text

MAX_RESPONSE_BYTES = 16 * 1024 * 1024
MAX_CONNECT_S = 10.0
KEEPALIVE_S = 4.0
"""Shorter than the usual servers' 5 s: a connection that the target is about to close is not used,
since a request that is lost on it would be ambiguous."""
MAX_SOCKETS = 256
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NAME = frozenset(string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~")


class GuardedClient:
    """One per session and event loop; keeps connections alive and no cookies, reads no proxy
    settings from the environment. ``close`` it."""

    def __init__(
        self,
        context: ConnectionContext,
        *,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        lookup: Lookup | None = None,
        keepalive: bool = True,
    ) -> None:
        self.guard = Guard(context.allowed_private_hosts, lookup)
        self._max_bytes = max_response_bytes
        self._timeout_s = context.timeout_s
        self._pool = Pool(self.guard, most=MAX_SOCKETS, keep_s=KEEPALIVE_S if keepalive else 0.0)

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
        whole = patience = timeout_s or self._timeout_s
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
            patience = max(0.1, whole - (time.monotonic() - started))
        raise PermanentError(f"{target.host} redirects in circles.", hint="Check the address.")

    async def close(self) -> None:
        self._pool.close()

    async def _send(
        self,
        method: str,
        target: URL,
        headers: Mapping[str, str],
        body: bytes | None,
        patience: float,
        limit: int,
        read: bool,
    ) -> Reply:
        self.guard.check_url(target)
        host = target.host or ""
        request = request_text(method, target, headers, body)
        try:
            answer = await self._exchange(target, request, method == "HEAD", patience, limit)
        except NotConnected as error:
            raise not_connected(target, error.cause) from None
        except AnswerTooLarge as error:
            raise too_large(host, limit, read or error.status >= 400) from None
        except (Broken, TimeoutError) as error:
            raise answer_lost(host, error, read) from None
        return Reply(answer.status, answer.headers, answer.body, str(target), host)

    async def _exchange(
        self, target: URL, request: bytes, headless: bool, patience: float, limit: int
    ) -> Answer:
        """Connecting ends well before the whole: when the whole ends, the request was sent."""
        began = time.monotonic()
        connection = await self._pool.take(target, min(MAX_CONNECT_S, patience / 2))
        try:
            left = patience - (time.monotonic() - began)
            return await connection.exchange(request, headless=headless, limit=limit, seconds=left)
        finally:
            self._pool.put(connection)


def _sendable(headers: Mapping[str, str]) -> dict[str, str]:
    """Refused here, before anything else happens: a line end would begin another header."""
    for name, value in headers.items():
        if not _is_name(name) or "\r" in value or "\n" in value or "\0" in value:
            raise PermanentError("A header holds a character that must not stand there.")
    return dict(headers)


@lru_cache(maxsize=1024)
def _is_name(text: str) -> bool:
    return bool(text) and _NAME.issuperset(text)


def _target(url: str | URL, query: Mapping[str, str] | None) -> URL:
    try:
        target = URL(url) if isinstance(url, str) else url
        return target.extend_query(query) if query else target
    except (ValueError, TypeError):
        raise PermanentError("The address of the call is malformed.", hint="Check path and query.") from None
