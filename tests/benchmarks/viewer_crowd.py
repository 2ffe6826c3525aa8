"""Many live pages in one process: ``python -m tests.benchmarks.viewer_crowd WS_URL TOKEN VIEWERS JUDGES``.

Prints ``ready`` when all have their snapshot. Then it answers each line of its input: ``state`` by what
the judges' pages show, ``end`` by the sums, each as one JSON line.

The judges read every frame as a page does; the others only look at its number, so that what the crowd
costs the machine is what the server spends on it.
"""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import uvloop
from websockets.asyncio.client import ClientConnection, connect

NEWEST = 50
TOPICS = ("executions", "wall")
OPENED_TOGETHER = 20
LARGEST = 2**24
_NUMBERED = re.compile(r'\{"topic":"(?:executions|wall)","seq":(\d+),"kind":"(\w+)"')


@dataclass(slots=True)
class Page:
    """One viewer: counts what it receives and notes where a number is missing."""

    topic: str
    frames: int = 0
    size: int = 0
    gaps: int = 0
    seq: int = 0
    snapshot: asyncio.Event = field(default_factory=asyncio.Event)

    def receive(self, text: str) -> None:
        self.size += len(text)
        for seq, kind in self.read(text):
            self.frames += 1
            self.gaps += kind != "snapshot" and seq != self.seq + 1
            self.seq = seq
            if kind == "snapshot":
                self.snapshot.set()

    def read(self, text: str) -> Iterator[tuple[int, str]]:
        """The numbers and kinds of the frames."""
        return ((int(seq), kind) for seq, kind in _NUMBERED.findall(text))


@dataclass(slots=True)
class Judge(Page):
    """A viewer that keeps what a page would show."""

    rows: dict[str, str] = field(default_factory=dict)
    wall: dict[str, Any] = field(default_factory=dict)

    def read(self, text: str) -> Iterator[tuple[int, str]]:
        for frame in json.loads(text):
            if frame["kind"] == "snapshot":
                self.rows.clear()
            data = frame["data"]
            self.rows |= {row["id"]: row["status"] for row in data.get("executions", ())}
            self.wall = data.get("accounting", self.wall)
            yield frame["seq"], frame["kind"]

    def shows(self) -> Any:
        """The account, or the newest executions with their status; ids are in the order of acceptance."""
        return self.wall if self.topic == "wall" else sorted(self.rows.items(), reverse=True)[:NEWEST]


async def follow(url: str, token: str, page: Page) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(url, additional_headers=headers, max_size=LARGEST, ping_interval=None) as socket:
        await socket.send(json.dumps({"op": "subscribe", "topic": page.topic}))
        await _read(socket, page)


async def _read(socket: ClientConnection, page: Page) -> None:
    async for text in socket:
        assert isinstance(text, str)
        page.receive(text)


async def crowd(url: str, token: str, viewers: int, judges: int) -> None:
    pages = [(Judge if one < judges else Page)(TOPICS[one % 2]) for one in range(viewers)]
    tasks: list[asyncio.Task[None]] = []
    for first in range(0, viewers, OPENED_TOGETHER):
        some = pages[first : first + OPENED_TOGETHER]
        tasks += [asyncio.create_task(follow(url, token, page)) for page in some]
        async with asyncio.timeout(60):
            await asyncio.gather(*(page.snapshot.wait() for page in some))
    say("ready")
    loop = asyncio.get_running_loop()
    while (line := await loop.run_in_executor(None, sys.stdin.readline)).strip() == "state":
        say({"shown": [[page.topic, page.shows()] for page in pages if isinstance(page, Judge)]})
    if line:
        say(_sums(pages, sum(task.done() for task in tasks)))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _sums(pages: list[Page], lost: int) -> dict[str, int]:
    return {
        "frames": sum(page.frames for page in pages),
        "bytes": sum(page.size for page in pages),
        "gaps": sum(page.gaps for page in pages),
        "lost": lost,
    }


def say(data: object) -> None:
    print(json.dumps(data), flush=True)


if __name__ == "__main__":
    uvloop.run(crowd(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
