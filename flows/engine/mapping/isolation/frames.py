"""Messages between the host and its evaluating processes: a length, then JSON."""

import os
import select
import struct
import time
from typing import Any

import orjson

_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 20


class ClosedError(Exception):
    """The other side is gone."""


def send(descriptor: int, message: Any) -> None:
    """Write one message; blocks until the other side has taken it."""
    body = orjson.dumps(message)
    view = memoryview(_LENGTH.pack(len(body)) + body)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except BrokenPipeError as error:
            raise ClosedError from error


def receive(descriptor: int, deadline: float | None = None) -> Any:
    """Read one message; ``TimeoutError`` when it is not complete by ``deadline`` (monotonic seconds)."""
    (length,) = _LENGTH.unpack(_exactly(descriptor, _LENGTH.size, deadline))
    return orjson.loads(_exactly(descriptor, length, deadline))


def _exactly(descriptor: int, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        if deadline is not None:
            _await(descriptor, deadline)
        part = os.read(descriptor, min(size, _CHUNK))
        if not part:
            raise ClosedError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _await(descriptor: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError
