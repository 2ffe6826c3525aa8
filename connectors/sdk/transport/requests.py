"""What goes out: the text of a request."""

from collections.abc import Mapping
from functools import lru_cache

from yarl import URL

from connectors.sdk.transport.unpacking import ACCEPTED

USER_AGENT = "Fairlead/1"
_DEFAULTS = (
    ("Host", "{host}"),
    ("User-Agent", USER_AGENT),
    ("Accept", "*/*"),
    ("Accept-Encoding", ACCEPTED),
)
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_OURS = frozenset({"content-length", "transfer-encoding", "connection"})
"""Headers about the body and the connection, which nobody else can know."""


def request_text(method: str, url: URL, headers: Mapping[str, str], body: bytes | None) -> bytes:
    """Head and body. ``headers`` hold neither line ends nor NUL (the client has looked)."""
    ours, sent = _lines_for(tuple(headers))
    host = url.host_port_subcomponent
    theirs = "".join([f"{name}: {headers[name]}\r\n" for name in sent])
    length = f"Content-Length: {len(body or b'')}\r\n" if body is not None or method in _WITH_BODY else ""
    head = f"{method} {url.raw_path_qs} HTTP/1.1\r\n{ours.format(host=host)}{theirs}{length}\r\n"
    return head.encode() + (body or b"")


@lru_cache(maxsize=256)
def _lines_for(names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The lines of our own beside headers of these names, and which of these are sent. The calls of a
    connection have the same names nearly always."""
    given = {name.lower() for name in names}
    ours = "".join(f"{name}: {value}\r\n" for name, value in _DEFAULTS if name.lower() not in given)
    return ours, tuple(name for name in names if name.lower() not in _OURS)
