"""The load generator: a fixed number of clients, each with one kept-alive connection.

Runs as a process of its own, so that its work is not done inside what it measures:
``python -m tests.benchmarks.load URL TOKEN COUNT CLIENTS FIRST_NUMBER`` prints one JSON line.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvloop

from tests.benchmarks.order import order


@dataclass(frozen=True, slots=True)
class Job:
    """What to send where. ``host`` and ``port`` of the loopback, ``path`` with a leading slash."""

    host: str
    port: int
    path: str
    token: str
    count: int
    clients: int
    first: int


class Tally:
    """Statuses and latencies (seconds) of all clients."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.statuses: dict[int, int] = {}


def request(job: Job, number: int) -> bytes:
    body = order(number)
    head = (
        f"POST {job.path} HTTP/1.1\r\nHost: {job.host}:{job.port}\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {job.token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes) -> int:
    """Sends one request and reads its answer; the status."""
    writer.write(message)
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            length = int(line[15:])
    if length:
        await reader.readexactly(length)
    return int(head[9:12])


async def client(job: Job, numbers: list[bytes], tally: Tally) -> None:
    reader, writer = await asyncio.open_connection(job.host, job.port)
    for message in numbers:
        begin = time.perf_counter()
        status = await exchange(reader, writer, message)
        tally.latencies.append(time.perf_counter() - begin)
        tally.statuses[status] = tally.statuses.get(status, 0) + 1
    writer.close()


async def run(job: Job) -> dict[str, object]:
    """Sends all and answers rate (per second), latencies (milliseconds) and statuses."""
    messages = [request(job, job.first + number) for number in range(job.count)]
    tally = Tally()
    begin = time.time()
    await asyncio.gather(*(client(job, messages[one :: job.clients], tally) for one in range(job.clients)))
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


def main(arguments: list[str]) -> None:
    url = urlsplit(arguments[0])
    job = Job(
        host=url.hostname or "127.0.0.1",
        port=url.port or 80,
        path=url.path,
        token=arguments[1],
        count=int(arguments[2]),
        clients=int(arguments[3]),
        first=int(arguments[4]),
    )
    print(json.dumps(uvloop.run(run(job))))


if __name__ == "__main__":
    main(sys.argv[1:])
