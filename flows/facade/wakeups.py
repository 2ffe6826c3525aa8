"""Tells the workers that there is work: one ring of the bell for however many executions.

It is a courtesy. Without it the sweeper finds the work seconds later and sends a Celery message, so a
Redis that is down slows executions and refuses none; therefore it is rung by a thread that nobody waits
for. A worker process that is free hears it at once (``bell``), which a message through Celery takes
several times as long for.

A flag per lane stands in Redis while a ring is on its way or a worker looks at the lane anyway; as long
as it stands nobody rings again. It ends by itself, so that a lost ring or worker costs a moment and not
more.
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
RINGS_MS = 10_000
"""A ring that no worker heard for so long is forgotten."""
MOST_RINGS = 4
PAUSE_S = 1.0
GATHER_S = 0.005
"""A burst asks for the flag this often at the most."""
STANDING_S = 0.025
"""The same once the flag was found standing: somebody is at work then."""
HELP_EVERY_S = 0.5

_RING = f"""
local given = ARGV[2] == "1" and redis.call("SET", KEYS[1], 1, "PX", ARGV[1])
    or redis.call("SET", KEYS[1], 1, "PX", ARGV[1], "NX")
if not given then return 0 end
redis.call("RPUSH", KEYS[2], 1)
redis.call("LTRIM", KEYS[2], -{MOST_RINGS}, -1)
redis.call("PEXPIRE", KEYS[2], {RINGS_MS})
return 1"""

Send = Callable[[str], None]


class _Flags(Protocol):
    def set(self, name: str, value: int, *, nx: bool = False, px: int = 0) -> object: ...
    def delete(self, *names: str) -> object: ...


class Waker:
    """Rings from a thread of its own; made once per process by ``install``. ``send`` is the way through
    Celery, given the name of a lane."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._wanted: dict[int, bool] = {}
        self._unattended: set[int] = set()
        self._due = threading.Event()
        self._helped: dict[int, float] = {}
        server = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0)
        self._flags: _Flags = server
        self._ring = server.register_script(_RING)
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

    def send(self, lanes: Iterable[int]) -> None:
        """Through Celery, whether or not somebody looks at the lanes; returns at once."""
        self._unattended.update(lanes)
        self._due.set()

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
                while self._unattended:
                    self._send(LANES[self._unattended.pop()])
                while self._wanted:
                    if not self._announce(*self._wanted.popitem()):
                        pause = STANDING_S
            except Exception as error:
                log.warning("No worker could be woken; the sweeper will find the work: %s", error)
                time.sleep(PAUSE_S)
            time.sleep(pause)

    def _announce(self, lane: int, anyway: bool) -> bool:
        """Whether it was rung; it is not where the flag stands."""
        return bool(self._ring([_flag(lane), bell_of(lane)], [STANDS_MS, int(anyway)]))

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


def send(lanes: Iterable[int]) -> None:
    """Work was found that nobody looks at; see ``Waker.send``."""
    if _waker is not None:
        _waker.send(lanes)


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


def bell_of(lane: int) -> str:
    """Name of the list in which a ring waits to be heard."""
    return f"fairlead:bell:{LANES[lane]}"


def _flag(lane: int) -> str:
    return f"fairlead:wake:{LANES[lane]}"
