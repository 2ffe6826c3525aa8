"""Which addresses Fairlead may call, decided on resolved addresses and never on names alone.

A flow's author chooses addresses, and a target may redirect: neither may reach the machine itself,
its private network or a cloud's metadata service. An administrator may except single hosts for a
system; link-local, multicast and reserved addresses are never excepted.
"""

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from enum import Enum

from yarl import URL

from connectors.sdk.errors import EgressRefused
from connectors.sdk.names import AddrInfo, Lookup, Names

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_NEVER = (
    ipaddress.ip_network("0.0.0.0/8"),
    ipaddress.ip_network("240.0.0.0/4"),
    ipaddress.ip_network("100.100.100.200/32"),  # metadata service of one large cloud
    ipaddress.ip_network("fd00:ec2::254/128"),  # metadata service of another, over IPv6
)
_PRIVATE = (
    ipaddress.ip_network("192.0.0.0/24"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("fec0::/10"),
    ipaddress.ip_network("3fff::/20"),
    ipaddress.ip_network("5f00::/16"),
)
_NUMERIC = frozenset("0123456789abcdefx.")
_MAX_REMEMBERED = 4096


class Reach(Enum):
    """How far an address is from being callable."""

    PUBLIC = "public"
    PRIVATE = "private"
    """Callable only where an administrator excepted the host."""
    NEVER = "never"


def reach(address: Address) -> Reach:
    """Judges one address; what wraps an IPv4 address is judged by the address inside, too."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return reach(address.ipv4_mapped)
        inner = _wrapped(address)
        if inner is not None:
            return Reach.NEVER if reach(inner) is Reach.NEVER else Reach.PRIVATE
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return Reach.NEVER
    if any(address in network for network in _NEVER):
        return Reach.NEVER
    if not address.is_global or any(address in network for network in _PRIVATE):
        return Reach.PRIVATE
    return Reach.PUBLIC


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a NAT64, 6to4 or IPv4-compatible one."""
    packed = address.packed
    if address in _SIX_TO_FOUR:
        return ipaddress.IPv4Address(packed[2:6])
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(packed[12:])
    return None


class Guard:
    """Resolves names and lets only callable addresses through. Connections are made to the addresses
    this returns, so the address checked is the address called, whatever a name server says next."""

    def __init__(self, allowed_private_hosts: Iterable[str] = (), lookup: Lookup | None = None) -> None:
        self._allowed = frozenset(_canonical(one) for one in allowed_private_hosts)
        self._names = Names(lookup)
        self._excepted: set[tuple[str, int]] = set()
        self._passed: set[tuple[str, str | None, int | None]] = set()

    def check_url(self, url: URL) -> None:
        """Raises EgressRefused where the address as written is not callable. Names are judged
        when they are resolved."""
        key = (url.scheme, url.raw_authority, url.port)
        if key in self._passed:
            return
        self._check_parts(url)
        if len(self._passed) < _MAX_REMEMBERED:
            self._passed.add(key)

    def _check_parts(self, url: URL) -> None:
        if url.scheme not in {"http", "https"}:
            raise _refused("Only http and https addresses are called.")
        if url.raw_user is not None or url.raw_password is not None:
            raise _refused("The address holds a user name or password.", "Enter them in the connection.")
        host = (url.raw_host or "").lower()
        if not host or url.port is None:
            raise _refused("The address has no host.")
        literal = _literal(host)
        if literal is not None:
            self._check(host, url.port, literal)

    async def resolve(self, host: str, port: int) -> Sequence[AddrInfo]:
        """The host's addresses. All are checked: one that is refused refuses the whole answer.

        Raises:
            EgressRefused: one of them is not callable.
            OSError: the name server does not know the name.
        """
        found = await self._names.addresses(host, port)
        for *_, where in found:
            self._check(host.lower(), port, _parsed(where[0]))
        return found

    def open_socket(self, info: AddrInfo) -> socket.socket:
        """The last door: every socket is made here, for an address that passed."""
        family, kind, protocol, _, where = info
        address = _parsed(where[0])
        if reach(address) is not Reach.PUBLIC and (str(address), where[1]) not in self._excepted:
            raise _refused("The address is inside a private network.")
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    def _check(self, host: str, port: int, address: Address) -> None:
        judged = reach(address)
        if judged is Reach.PUBLIC:
            return
        if judged is Reach.PRIVATE and (host in self._allowed or f"{host}:{port}" in self._allowed):
            self._excepted.add((str(address), port))
            return
        if judged is Reach.NEVER:
            raise _refused(f"{host} leads to an address that is never called.")
        raise _refused(
            f"{host}:{port} is inside a private network.",
            "If this target is meant, an administrator adds the host to the system's allowed private hosts.",
        )


def _refused(message: str, hint: str = "Check the address in the connection.") -> EgressRefused:
    return EgressRefused(message, hint=hint)


def _literal(host: str) -> Address | None:
    """The address that the host is written as; None for a name. ``127.1``, ``0x7f.1`` and
    ``2130706433`` are neither: resolvers take them for addresses and readers do not."""
    if ":" in host:
        return _parsed(host)
    bare = host.rstrip(".")
    if not bare or not _looks_numeric(bare):
        return None
    if bare != host:
        raise _refused("The host is a number with a dot at its end.")
    return _parsed(host)


def _looks_numeric(host: str) -> bool:
    last = host.rsplit(".", 1)[-1]
    return set(host) <= _NUMERIC and (last.isdigit() or last.startswith("0x"))


def _parsed(text: str) -> Address:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise _refused("The host is a number that is no plain address.") from None


def _canonical(entry: str) -> str:
    """``[::1]:8069`` → ``::1:8069``, as ``host:port`` is put together for the comparison."""
    return entry.strip().lower().replace("[", "").replace("]", "")
