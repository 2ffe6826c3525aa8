"""Connections, opened to checked addresses and kept for a while after use."""

import asyncio
import functools
import socket
import ssl
import time

import aiohappyeyeballs
from yarl import URL

from connectors.sdk.egress import Guard
from connectors.sdk.transport.connection import Connection, Origin

NEXT_ADDRESS_S = 0.25
"""A name's next address is tried beside one that has not answered for so long (RFC 8305)."""


class TlsFailed(Exception):
    """The other side does not speak TLS as it should."""


class NotConnected(Exception):
    """No connection came about, so nothing was sent. ``cause``: OSError or TlsFailed."""

    def __init__(self, cause: Exception) -> None:
        super().__init__()
        self.cause = cause


class Pool:
    """Belongs to one event loop. At most ``most`` connections at once; an unused one is kept for
    ``keep_s`` seconds (0: not at all)."""

    def __init__(self, guard: Guard, *, most: int, keep_s: float) -> None:
        self._guard = guard
        self._keep_s = keep_s
        self._places = asyncio.Semaphore(most)
        self._kept: dict[Origin, list[Connection]] = {}
        self._sweeping: asyncio.TimerHandle | None = None

    async def take(self, url: URL, seconds: float) -> Connection:
        """A connection to the address's origin; ``put`` it back, whatever became of it.

        Raises:
            EgressRefused: the address may not be called.
            NotConnected: none came about within ``seconds``.
        """
        origin = (url.scheme, url.raw_host or "", url.port or 0)
        if not self._places.locked() and (kept := self._kept_one(origin)):
            await self._places.acquire()
            return kept
        try:
            async with asyncio.timeout(seconds):
                return await self._place_and_connection(origin)
        except (OSError, TlsFailed) as error:
            raise NotConnected(error) from error

    def put(self, one: Connection) -> None:
        """The call is over."""
        self._places.release()
        if one.lost or not self._keep_s:
            one.close()
            return
        one.kept_until = time.monotonic() + self._keep_s
        self._kept.setdefault(one.origin, []).append(one)
        if self._sweeping is None:
            self._sweeping = asyncio.get_running_loop().call_later(self._keep_s, self._sweep)

    def close(self) -> None:
        """Closes what is kept."""
        if self._sweeping is not None:
            self._sweeping.cancel()
        kept, self._kept = self._kept, {}
        for connections in kept.values():
            for one in connections:
                one.close()

    def _kept_one(self, origin: Origin) -> Connection | None:
        kept = self._kept.get(origin)
        while kept:
            one = kept.pop()
            if not one.lost and time.monotonic() < one.kept_until:
                return one
            one.close()
        return None

    def _sweep(self) -> None:
        """Closes what nobody used for long, so that the target need not."""
        now, self._sweeping = time.monotonic(), None
        for origin, connections in list(self._kept.items()):
            for one in [one for one in connections if one.lost or now >= one.kept_until]:
                connections.remove(one)
                one.close()
            if not connections:
                del self._kept[origin]
        if self._kept:
            self._sweeping = asyncio.get_running_loop().call_later(self._keep_s, self._sweep)

    async def _place_and_connection(self, origin: Origin) -> Connection:
        await self._places.acquire()
        try:
            return self._kept_one(origin) or await self._opened(origin)
        except BaseException:
            self._places.release()
            raise

    async def _opened(self, origin: Origin) -> Connection:
        scheme, host, port = origin
        taken = await aiohappyeyeballs.start_connection(
            await self._guard.resolve(host, port),
            happy_eyeballs_delay=NEXT_ADDRESS_S,
            interleave=1,
            socket_factory=self._guard.open_socket,
        )
        try:
            made = await _over(taken, host if scheme == "https" else None)
        except BaseException:
            taken.close()
            raise
        made.origin = origin
        return made


async def _over(taken: socket.socket, tls_name: str | None) -> Connection:
    """The connection over a socket, with TLS where it is named."""
    create = asyncio.get_running_loop().create_connection
    if tls_name is None:
        return (await create(Connection, sock=taken))[1]
    try:
        return (await create(Connection, sock=taken, ssl=_trust(), server_hostname=tls_name))[1]
    except ssl.SSLCertVerificationError:
        raise
    except (ssl.SSLError, ConnectionError) as error:
        raise TlsFailed from error


@functools.cache
def _trust() -> ssl.SSLContext:
    """The certificates that the machine trusts; reading them takes a while."""
    return ssl.create_default_context()
