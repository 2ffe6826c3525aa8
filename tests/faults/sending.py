"""Clients that send events until each is accepted, as a careful sender does."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.faults.system import System
from tests.integration.embedded_support import eventually

TRY_AGAIN_S = 0.1
ANSWER_S = 60.0
"""A door may be slow on a busy machine; only one that never answers is given up."""
KEPT_ALIVE_S = 1.0
"""Shorter than the door keeps an idle connection, so that none is used at the moment of its end."""


@dataclass
class Sent:
    """What became of the events. ``accepted``: execution by event id; ``answers``: how often each status
    or failure came; ``refused_in``: the longest that a 5xx took; ``changed``: events that were answered
    by more than one execution, which must never be."""

    accepted: dict[str, str] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    refused_in: float = 0.0
    changed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Events whose answer was lost at least once."""
    repeated: list[str] = field(default_factory=list)
    """Events whose retry was answered by the execution that stood there before."""
    seconds: list[float] = field(default_factory=list)

    def reaches(self, count: int) -> bool:
        """Whether so many are accepted in time."""
        return eventually(lambda: len(self.accepted) >= count)


class Sender:
    """Sends to one flow's hook, each event with its own id as its key."""

    def __init__(
        self,
        system: System,
        flow: str,
        *,
        port: int = 0,
        most: int = 32,
        sent: Sent | None = None,
        in_lines: bool = True,
        pace_s: float = 0.0,
    ) -> None:
        self._pace_s = pace_s
        self._in_lines = in_lines
        self._url = f"http://127.0.0.1:{port or system.installation.port}/hooks/{flow}"
        self._headers = {"Authorization": f"Bearer {system.token}"}
        self._most = most
        self.sent = sent or Sent()
        self.stopped = False

    def all(self, events: Sequence[dict[str, Any]], seconds: float = 300) -> Sent:
        """Sends them all; each until it is accepted, or the time is over."""
        return asyncio.run(self._all(events, seconds))

    @contextmanager
    def meanwhile(self, events: Sequence[dict[str, Any]], seconds: float = 300) -> Iterator[Sent]:
        """Sends while the block runs, and waits for the rest at its end."""
        thread = threading.Thread(target=self.all, args=(events, seconds))
        thread.start()
        try:
            yield self.sent
        except BaseException:
            self.stopped = True
            raise
        finally:
            thread.join()

    async def _all(self, events: Sequence[dict[str, Any]], seconds: float) -> Sent:
        places = asyncio.Semaphore(self._most)
        deadline = time.monotonic() + seconds
        timeout = aiohttp.ClientTimeout(total=ANSWER_S)
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_ALIVE_S)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:

            async def line(line: Sequence[dict[str, Any]]) -> None:
                for event in line:
                    async with places:
                        await self._until_accepted(session, event, deadline)
                        await asyncio.sleep(0 if self.stopped else self._pace_s)

            lines = _lines(events) if self._in_lines else [[event] for event in events]
            await asyncio.gather(*(line(one) for one in lines))
        return self.sent

    async def _until_accepted(
        self, session: aiohttp.ClientSession, event: dict[str, Any], deadline: float
    ) -> None:
        while not self.stopped and time.monotonic() < deadline:
            if await self._try(session, event):
                return
            await asyncio.sleep(TRY_AGAIN_S)

    async def _try(self, session: aiohttp.ClientSession, event: dict[str, Any]) -> bool:
        key = str(event["id"])
        began = time.monotonic()
        headers = {**self._headers, "Idempotency-Key": key}
        try:
            async with session.post(self._url, json=event, headers=headers) as answer:
                body = await answer.json()
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self.sent.answers[type(error).__name__] += 1
            self.sent.unknown.append(key)
            return False
        took = time.monotonic() - began
        self.sent.answers[str(status)] += 1
        self.sent.seconds.append(took)
        if status != 202:
            self.sent.refused_in = max(self.sent.refused_in, took)
            return False
        if body["duplicate"]:
            self.sent.repeated.append(key)
        if self.sent.accepted.setdefault(key, body["id"]) != body["id"]:
            self.sent.changed.append(key)
        return True


def _lines(events: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Events of one line go one after the other; all others at once."""
    lines: dict[Any, list[dict[str, Any]]] = {}
    for event in events:
        lines.setdefault(event.get("line", event["id"]), []).append(event)
    return list(lines.values())


def events(prefix: str, count: int, **more: Any) -> list[dict[str, Any]]:
    """Small events with ids of their own."""
    return [{"id": f"{prefix}-{number}", "n": number, **more} for number in range(count)]
