"""A viewer of the live pages: what the socket says, gathered by a thread."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import websockets

from tests.faults.system import System


class Viewer:
    """``frames`` are those that came so far."""

    def __init__(self, system: System, topic: str) -> None:
        self._address = f"ws://127.0.0.1:{system.installation.port}/ws/live/"
        self._headers = {"Authorization": f"Bearer {system.token}"}
        self._topic = topic
        self._loop = asyncio.new_event_loop()
        self.frames: list[dict[str, Any]] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._task: asyncio.Task[None] | None = None

    def kinds(self) -> list[str]:
        return [str(frame["kind"]) for frame in self.frames]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._task is not None:
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(10)

    def _run(self) -> None:
        self._task = self._loop.create_task(self._listen())
        try:
            self._loop.run_until_complete(self._task)
        except (asyncio.CancelledError, websockets.ConnectionClosed):
            return

    async def _listen(self) -> None:
        opening = websockets.connect(
            self._address, additional_headers=self._headers, open_timeout=60, ping_interval=None
        )
        async with opening as socket:
            await socket.send(json.dumps({"op": "subscribe", "topic": self._topic}))
            async for text in socket:
                said = json.loads(text)
                self.frames.extend(said if isinstance(said, list) else [said])


@contextmanager
def viewing(system: System, topic: str) -> Iterator[Viewer]:
    """A viewer for the length of the block."""
    viewer = Viewer(system, topic)
    viewer.start()
    try:
        yield viewer
    finally:
        viewer.stop()
