"""Sends messages until they are taken: the same webhook-id over all attempts of a message."""

import asyncio
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import aiohttp

from connectors.sandbox.portal.hooks import Hook
from connectors.sdk.types import JSON

State = Literal["waiting", "delivered", "refused", "given up"]

RETRY_AFTER_S = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)
"""Pauses between the attempts; then the message is given up."""
TRANSIENT = frozenset({408, 409, 425, 429})
"""Answers below 500 that are worth another attempt."""
CONCURRENCY = 8
TIMEOUT_S = 15.0
REMEMBERED = 500


@dataclass(slots=True)
class Delivery:
    """One message and what became of it."""

    order: str
    sample: str
    content_type: str
    body: bytes = field(repr=False)
    id: str = field(default_factory=lambda: f"msg_{uuid.uuid4().hex}")
    state: State = "waiting"
    attempts: int = 0
    answer: str = ""
    execution: str = ""
    queued_at: float = field(default_factory=time.time)

    def summary(self) -> JSON:
        return {
            "id": self.id,
            "order": self.order,
            "sample": self.sample,
            "content_type": self.content_type,
            "state": self.state,
            "attempts": self.attempts,
            "answer": self.answer,
            "execution": self.execution,
        }


class Sender:
    """Delivers in the background, several at once. ``hook`` is asked anew at each attempt, so a
    changed secret takes effect for what waits."""

    def __init__(self, hook: Callable[[], Hook | None], pauses: tuple[float, ...] = RETRY_AFTER_S) -> None:
        self.recent: deque[Delivery] = deque(maxlen=REMEMBERED)
        self.counts: dict[str, int] = {"delivered": 0, "refused": 0, "given up": 0}
        self._hook = hook
        self._pauses = pauses
        self._gate = asyncio.Semaphore(CONCURRENCY)
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    @property
    def waiting(self) -> int:
        return len(self._tasks)

    def queue(self, delivery: Delivery) -> None:
        self.recent.appendleft(delivery)
        task = asyncio.create_task(self._deliver(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _deliver(self, delivery: Delivery) -> None:
        for pause in (*self._pauses, None):
            async with self._gate:
                wait = await self._attempt(delivery)
            if delivery.state != "waiting":
                break
            if pause is None:
                delivery.state = "given up"
                break
            await asyncio.sleep(max(pause, wait))
        self.counts[delivery.state] += 1

    async def _attempt(self, delivery: Delivery) -> float:
        """Sends once; returns the seconds the receiver asked to wait."""
        delivery.attempts += 1
        hook = self._hook()
        if hook is None:
            delivery.answer = "no hook is configured"
            return 0.0
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        headers = hook.headers(delivery.id, delivery.body, delivery.content_type)
        try:
            async with self._session.post(
                hook.url, data=delivery.body, headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            delivery.answer = "no answer in time" if isinstance(error, TimeoutError) else "no connection"
            return 0.0
        return self._judge(delivery, answer)

    def _judge(self, delivery: Delivery, answer: aiohttp.ClientResponse) -> float:
        delivery.answer = f"{answer.status} {answer.reason or ''}".strip()
        if answer.status < 300:
            delivery.state = "delivered"
            delivery.execution = answer.headers.get("Location", "")
        elif answer.status < 500 and answer.status not in TRANSIENT:
            delivery.state = "refused"
        asked = answer.headers.get("Retry-After", "")
        return min(float(asked), 300.0) if asked.isdigit() else 0.0
