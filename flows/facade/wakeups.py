"""Tells the workers that there is work: one message for however many executions.

The message is a courtesy. Without it the sweeper finds the work seconds later, so a broker that is
down slows executions and refuses none; therefore it is sent by a thread that nobody waits for.

A flag per lane stands in Redis while a message is on its way or a worker looks at the lane anyway;
as long as it stands nobody sends another. It ends by itself, so that a lost message or worker
costs a moment and not more.
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
STANDS_MS = 1500
PAUSE_S = 1.0
GATHER_S = 0.005
"""A burst asks for the flag this often at the most."""
STANDING_S = 0.025
"""The same once the flag was found standing: somebody is at work then."""
HELP_EVERY_S = 0.5

Send = Callable[[str], None]


class _Flags(Protocol):
    def set(self, name: str, value: int, *, nx: bool = False, px: int = 0) -> object: ...
    def delete(self, *names: str) -> object: ...


class Waker:
    """Sends wake-ups from a thread of its own; made once per process by ``install``."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._wanted: dict[int, bool] = {}
        self._due = threading.Event()
        self._helped: dict[int, float] = {}
        self._flags: _Flags = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0
        )
        threading.Thread(target=self._run, name="fairlead-wakeups", daemon=True).start()

    def wake(self, lanes: Iterable[int], *, anyway: bool = False) -> None:
        """Returns at once. ``anyway``: also where somebody looks at the lane already."""
        for lane in lanes:
            self._wanted[lane] = anyway or self._wanted.get(lane, False)
        self._due.set()

    def help_with(self, lane: int) -> None:
        """A worker has more than it can do alone."""
        now = time.monotonic()
        if now - self._helped.get(lane, 0.0) >= HELP_EVERY_S:
            self._helped[lane] = now
            self.wake([lane], anyway=True)

    def keep(self, lane: int) -> None:
        """A worker looks at the lane."""
        self._quietly(lambda: self._flags.set(_flag(lane), 1, px=STANDS_MS))

    def free(self, lane: int) -> None:
        """A worker no longer looks at the lane."""
        self._quietly(lambda: self._flags.delete(_flag(lane)))

    def _run(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            pause = GATHER_S
            try:
                while self._wanted:
                    if not self._announce(*self._wanted.popitem()):
                        pause = STANDING_S
            except Exception as error:
                log.warning("No wake-up could be sent; the sweeper will find the work: %s", error)
                time.sleep(PAUSE_S)
            time.sleep(pause)

    def _announce(self, lane: int, anyway: bool) -> bool:
        """Whether a message was sent; none is where the flag stands."""
        if not self._flags.set(_flag(lane), 1, nx=not anyway, px=STANDS_MS):
            return False
        self._send(LANES[lane])
        return True

    @staticmethod
    def _quietly(work: Callable[[], object]) -> None:
        try:
            work()
        except redis.RedisError as error:
            log.debug("Redis does not answer: %s", error)


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


def again(lane: int) -> None:
    """A worker leaves the lane with work still in it."""
    if _waker is not None:
        _waker.wake([lane], anyway=True)


def again_all(lanes: Iterable[int]) -> None:
    """Work was found that nobody looks at."""
    if _waker is not None:
        _waker.wake(lanes, anyway=True)


def help_with(lane: int) -> None:
    """See ``Waker.help_with``."""
    if _waker is not None:
        _waker.help_with(lane)


def keep(lane: int) -> None:
    """See ``Waker.keep``."""
    if _waker is not None:
        _waker.keep(lane)


def free(lane: int) -> None:
    """See ``Waker.free``."""
    if _waker is not None:
        _waker.free(lane)


def _flag(lane: int) -> str:
    return f"fairlead:wake:{LANES[lane]}"
