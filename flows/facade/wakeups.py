"""Tells the workers that there is work: one message for however many executions.

The message is a courtesy. Without it the sweeper finds the work seconds later, so a broker that is
down slows executions and refuses none; therefore it is sent by a thread that nobody waits for.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

import redis
from django.conf import settings

log = logging.getLogger("fairlead.wakeups")

LANES = ("realtime", "batch")
"""Names of the lanes by their number in the queue; also the Celery queues."""
COALESCE_MS = 1500
"""Within this time a second message for a lane is sent only after a worker took the first."""
PAUSE_S = 1.0

Send = Callable[[str], None]


class _Flags(Protocol):
    def set(self, name: str, value: int, *, nx: bool, px: int) -> object: ...
    def delete(self, *names: str) -> object: ...


class Waker:
    """Sends wake-ups from a thread of its own; made once per process by ``install``."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._lanes: set[int] = set()
        self._due = threading.Event()
        self._flags: _Flags = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0
        )
        threading.Thread(target=self._run, name="fairlead-wakeups", daemon=True).start()

    def wake(self, lanes: Iterable[int]) -> None:
        """Returns at once."""
        self._lanes.update(lanes)
        self._due.set()

    def taken(self, lane: int) -> None:
        """A worker looks at the lane now; what comes from here on needs a new message."""
        try:
            self._flags.delete(_flag(lane))
        except redis.RedisError as error:
            log.warning("The wake-up of lane %s could not be cleared: %s", LANES[lane], error)

    def _run(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            try:
                while self._lanes:
                    self._announce(self._lanes.pop())
            except Exception as error:
                log.warning("No wake-up could be sent; the sweeper will find the work: %s", error)
                time.sleep(PAUSE_S)

    def _announce(self, lane: int) -> None:
        if self._flags.set(_flag(lane), 1, nx=True, px=COALESCE_MS):
            self._send(LANES[lane])


_waker: Waker | None = None


def install(send: Send) -> Waker:
    """Says how this process reaches the broker; ``send`` is given the name of a lane."""
    global _waker
    if _waker is None:
        _waker = Waker(send)
    return _waker


def wake(lanes: Iterable[int]) -> None:
    """Wakes the workers of the lanes; does nothing where the process has no broker."""
    if _waker is not None:
        _waker.wake(lanes)


def taken(lane: int) -> None:
    """See ``Waker.taken``."""
    if _waker is not None:
        _waker.taken(lane)


def _flag(lane: int) -> str:
    return f"fairlead:wake:{LANES[lane]}"
