"""The load generator: a fixed number of clients, each with one kept-alive connection.

Runs as a process of its own, so that its work is not done inside what it measures:
``python -m tests.benchmarks.load URLS TOKEN COUNT CLIENTS FIRST_NUMBER [PER_S]`` prints one JSON line. URLS,
with commas between, are doors of one installation; the clients are spread over them. Without PER_S each sends
as fast as it is answered.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import uvloop

from tests.benchmarks.order import order

_CONTENT_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Door:
    """``host`` and ``port`` of the loopback, ``path`` with a leading slash."""

    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Job:
    """What to send where, and how many of them a second; 0: as fast as they are answered."""

    doors: Sequence[Door]
    token: str
    count: int
    clients: int
    first: int
    per_s: float = 0.0


class Tally:
    """Statuses and latencies (seconds) of all clients."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.statuses: dict[int, int] = {}


class Pace:
    """When a client may send its next message; one that comes late sends at once, until it has caught up."""

    def __init__(self, first: float, every: float) -> None:
        self._due = time.perf_counter() + first
        self._every = every

    def early(self) -> float:
        """Seconds until the next message is due, which is then taken for sent."""
        early = self._due - time.perf_counter()
        self._due += self._every
        return early


def request(job: Job, door: Door, number: int) -> bytes:
    body = order(number)
    head = (
        f"POST {door.path} HTTP/1.1\r\nHost: {door.host}:{door.port}\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {job.token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Client(asyncio.Protocol):
    """One kept-alive connection that sends its messages one after the other.

    Callbacks instead of streams: what the generator spends is taken from what it measures.
    """

    def __init__(self, messages: Sequence[bytes], tally: Tally, pace: Pace) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._messages = iter(messages)
        self._tally = tally
        self._pace = pace
        self._received = b""
        self._begin = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0 or len(self._received) < end + 4 + _length(self._received[:end]):
            return
        self._tally.latencies.append(time.perf_counter() - self._begin)
        status = int(self._received[9:12])
        self._tally.statuses[status] = self._tally.statuses.get(status, 0) + 1
        self._received = b""
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("The server closed the connection."))

    def _send(self) -> None:
        message = next(self._messages, None)
        if message is None:
            self.done.set_result(None)
            self._transport.close()
            return
        early = self._pace.early()
        if early > 0:
            asyncio.get_running_loop().call_later(early, self._write, message)
        else:
            self._write(message)

    def _write(self, message: bytes) -> None:
        self._begin = time.perf_counter()
        self._transport.write(message)


def _length(head: bytes) -> int:
    found = _CONTENT_LENGTH.search(head)
    return int(found[1]) if found else 0


async def client(door: Door, messages: Sequence[bytes], tally: Tally, pace: Pace) -> None:
    loop = asyncio.get_running_loop()
    _, one = await loop.create_connection(lambda: Client(messages, tally, pace), door.host, door.port)
    await one.done


async def run(job: Job) -> dict[str, object]:
    """Sends all and answers rate (per second), latencies (milliseconds) and statuses."""
    shares = [_share(job, number) for number in range(job.clients)]
    tally = Tally()
    begin = time.time()
    apart = 1 / job.per_s if job.per_s else 0.0
    paces = [Pace(number * apart, job.clients * apart) for number in range(job.clients)]
    await asyncio.gather(*(client(*share, tally, pace) for share, pace in zip(shares, paces, strict=True)))
    seconds = time.time() - begin
    ordered = sorted(tally.latencies)
    return {
        "begin": begin,
        "seconds": seconds,
        "rate": job.count / seconds,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
        "statuses": {str(status): many for status, many in tally.statuses.items()},
    }


def _share(job: Job, client: int) -> tuple[Door, Sequence[bytes]]:
    """The door of one client, and its messages."""
    door = job.doors[client % len(job.doors)]
    numbers = range(job.first + client, job.first + job.count, job.clients)
    return door, [request(job, door, number) for number in numbers]


def _door(url: str) -> Door:
    parts = urlsplit(url)
    return Door(parts.hostname or "127.0.0.1", parts.port or 80, parts.path)


def main(arguments: list[str]) -> None:
    job = Job(
        doors=[_door(url) for url in arguments[0].split(",")],
        token=arguments[1],
        count=int(arguments[2]),
        clients=int(arguments[3]),
        first=int(arguments[4]),
        per_s=float(arguments[5]) if len(arguments) > 5 else 0.0,
    )
    print(json.dumps(uvloop.run(run(job))))


if __name__ == "__main__":
    main(sys.argv[1:])
