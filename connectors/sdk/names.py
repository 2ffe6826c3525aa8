"""Names and their addresses, asked for once in a while and once for all who wait."""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
"""As ``socket.getaddrinfo`` gives it; the last member begins with the address."""
Lookup = Callable[[str, int], Awaitable[Sequence[AddrInfo]]]

REMEMBERED_S = 10.0


class Names:
    """Remembers answers for a short while. ``lookup`` asks the name server; a failure is not kept."""

    def __init__(self, lookup: Lookup | None = None) -> None:
        self._lookup = lookup or _ask
        self._known: dict[tuple[str, int], tuple[float, asyncio.Future[Sequence[AddrInfo]]]] = {}

    async def addresses(self, host: str, port: int) -> Sequence[AddrInfo]:
        """The addresses of a host; raises OSError where there are none."""
        if (written := _written(host, port)) is not None:
            return [written]
        key, now = (host, port), time.monotonic()
        asked_at, answer = self._known.get(key, (0.0, None))
        if answer is None or now - asked_at > REMEMBERED_S or _failed(answer):
            answer = asyncio.ensure_future(self._lookup(host, port))
            self._known[key] = now, answer
        return await asyncio.shield(answer)


def _failed(answer: "asyncio.Future[Sequence[AddrInfo]]") -> bool:
    return answer.done() and (answer.cancelled() or answer.exception() is not None)


def _written(host: str, port: int) -> AddrInfo | None:
    """A host that is an address needs no name server."""
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return None
    family, where = (socket.AF_INET, (host, port)) if version == 4 else (socket.AF_INET6, (host, port, 0, 0))
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", where


async def _ask(host: str, port: int) -> Sequence[AddrInfo]:
    loop = asyncio.get_running_loop()
    return await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
