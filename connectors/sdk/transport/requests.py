"""What goes out: the text of a request."""

from collections.abc import Mapping

from yarl import URL

from connectors.sdk.transport.unpacking import ACCEPTED

USER_AGENT = "Fairlead/1"
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_OURS = frozenset({"content-length", "transfer-encoding", "connection"})
"""Headers about the body and the connection, which nobody else can know."""


def request_text(method: str, url: URL, headers: Mapping[str, str], body: bytes | None) -> bytes:
    """Head and body. ``headers`` hold neither line ends nor NUL (the client has looked)."""
    given = {name.lower() for name in headers}
    lines = [f"{method} {url.raw_path_qs} HTTP/1.1"]
    if "host" not in given:
        lines.append(f"Host: {url.host_port_subcomponent}")
    if "user-agent" not in given:
        lines.append(f"User-Agent: {USER_AGENT}")
    if "accept" not in given:
        lines.append("Accept: */*")
    if "accept-encoding" not in given:
        lines.append(f"Accept-Encoding: {ACCEPTED}")
    lines.extend(f"{name}: {value}" for name, value in headers.items() if name.lower() not in _OURS)
    if body is not None or method in _WITH_BODY:
        lines.append(f"Content-Length: {len(body or b'')}")
    head = "\r\n".join(lines) + "\r\n\r\n"
    return head.encode() + (body or b"")
