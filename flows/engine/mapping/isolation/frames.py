"""Messages between the host and its evaluating processes: a length, then JSON."""

import json
import os
import select
import struct
import time
from typing import Any

import orjson

_HEAD = struct.Struct(">BI")
_FAST, _EXACT = 0, 1
_CHUNK = 1 << 20


class ClosedError(Exception):
    """The other side is gone."""


def send(descriptor: int, message: Any, deadline: float | None = None) -> None:
    """Write one message. It blocks until the other side has taken it, or raises ``TimeoutError`` at the
    ``deadline`` (monotonic seconds), which a descriptor that does not block is needed for."""
    form, body = _packed(message)
    view = memoryview(_HEAD.pack(form, len(body)) + body)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except BlockingIOError:
            _await(descriptor, select.POLLOUT, deadline)
        except BrokenPipeError as error:
            raise ClosedError from error


def receive(descriptor: int, deadline: float | None = None) -> Any:
    """Read one message; ``TimeoutError`` when it is not complete by ``deadline`` (monotonic seconds)."""
    form, length = _HEAD.unpack(_exactly(descriptor, _HEAD.size, deadline))
    body = _exactly(descriptor, length, deadline)
    return orjson.loads(body) if form == _FAST else json.loads(body)


def _packed(message: Any) -> tuple[int, bytes]:
    """Whole numbers beyond 64 bits and halves of character pairs take the slower way."""
    try:
        return _FAST, orjson.dumps(message)
    except TypeError:
        return _EXACT, json.dumps(message).encode()


def _exactly(descriptor: int, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        if deadline is not None:
            _await(descriptor, select.POLLIN, deadline)
        part = os.read(descriptor, min(size, _CHUNK))
        if not part:
            raise ClosedError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _await(descriptor: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError
