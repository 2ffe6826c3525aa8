"""What a request asks of the door, read from its ASGI scope and its body."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from console.intake.options import Options
from console.intake.patience import Patience
from console.lifespan import AT_HAND, Receive, Scope
from flows.facade.intake import TooLarge

_HOOK = re.compile(r"/hooks/([a-z0-9][a-z0-9_-]{0,79})(?:/([A-Za-z0-9_-]{43}))?/?")
_START = re.compile(r"/api/v1/flows/([a-z0-9][a-z0-9_-]{0,79})/(executions|files)/?")
_PRIVATE = frozenset(
    {
        "authorization",
        "cookie",
        "proxy-authorization",
        "x-csrftoken",
        "x-api-key",
        "webhook-signature",
        "connection",
        "host",
        "content-length",
        "accept-encoding",
        "transfer-encoding",
    }
)
"""Headers that are credentials, or say nothing about the event; they are not kept."""
_MOST_HEADER_BYTES = 8192


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Asked(NamedTuple):
    """``kind`` is the trigger kind: ``webhook`` for /hooks/, ``api`` for the REST start."""

    kind: str
    slug: str
    headers: Mapping[str, str]
    is_file: bool = False
    """The body is a file, which is kept apart; the execution gets its claim check."""
    body: bytes | None = None
    """Where it came together with the head; else it is still to be received."""
    proof: str = ""
    """The secret part of the address, of senders that can prove themselves by nothing else."""


def read_address(scope: Scope) -> Asked | None:
    """What is asked for; None where the address is not the door's."""
    path = scope["path"]
    hook = _HOOK.fullmatch(path)
    found = hook or _START.fullmatch(path)
    if found is None:
        return None
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    body = scope.get("extensions", {}).get(AT_HAND)
    if hook:
        return Asked("webhook", found[1], headers, body=body, proof=found[2] or "")
    return Asked("api", found[1], headers, is_file=found[2] == "files", body=body)


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Those that become ``$trigger.headers``; names are in lower case."""
    kept, size = {}, 0
    for name, value in headers.items():
        if name not in _PRIVATE:
            kept[name] = value
            size += len(name) + len(value)
    return kept if size <= _MOST_HEADER_BYTES else {}


async def read_body(asked: Asked, receive: Receive, options: Options, patience: Patience) -> bytes:
    """The body, refused as soon as it is known to be too large or too slow."""
    announced = asked.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > options.max_body:
        raise _too_large(options)
    if asked.body is not None and len(asked.body) <= options.max_body:
        return asked.body
    with patience:
        return await _read(receive, options)


async def _read(receive: Receive, options: Options) -> bytes:
    pieces: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        more = message.get("more_body", False)
        if size > options.max_body:
            raise _too_large(options)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _too_large(options: Options) -> TooLarge:
    return TooLarge(
        f"The body is larger than {options.max_body:,} bytes, the most that one event may have.",
        hint="Send smaller events, or store the document where the flow can fetch it and send its"
        " address in its place (a claim check).",
    )
