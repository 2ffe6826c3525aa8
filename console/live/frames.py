"""The frames a viewer receives, and the numbers by which it sees that none is missing."""

from typing import Literal

import orjson

from connectors.sdk.types import JSON

FrameKind = Literal["snapshot", "delta", "revoked", "degraded", "recovered", "error"]


class Stream:
    """One viewer's frames of one topic, numbered from 1 without a gap."""

    __slots__ = ("_topic", "seq")

    def __init__(self, topic: str) -> None:
        self._topic = topic
        self.seq = 0

    def frame(self, kind: FrameKind, data: bytes) -> bytes:
        """A frame as JSON; ``data`` is JSON already, so that one encoding serves all viewers."""
        self.seq += 1
        return b'{"topic":%b,"seq":%d,"kind":"%b","data":%b}' % (
            orjson.dumps(self._topic),
            self.seq,
            kind.encode(),
            data,
        )


def message(frames: list[bytes]) -> str:
    """What goes over the socket: an array of frames."""
    return (b"[" + b",".join(frames) + b"]").decode()


def dumps(data: JSON) -> bytes:
    """JSON bytes of plain data; identifiers and times as their text."""
    return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z)
