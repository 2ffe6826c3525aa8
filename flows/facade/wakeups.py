"""Tells the workers that there is work, from ordinary code: one ring of the bell for however many
executions. Code on an event loop has a ``Ringer``.

It is a courtesy. Without it the sweeper finds the work seconds later and sends a Celery message, so a
Redis that is down slows executions and refuses none; therefore it is rung by a thread that nobody waits
for. A worker process that is free hears it at once (``drain.bell``), which a message through Celery takes
several times as long for.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable

import redis
from django.conf import settings

from flows.facade import rings
from flows.facade.rings import Due

log = logging.getLogger("fairlead.wakeups")

Send = Callable[[str], None]


class Waker:
    """Rings from a thread of its own; made once per process by ``install``. ``send`` is the way through
    Celery, given the name of a lane."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._wanted: set[Due] = set()
        self._unattended: set[int] = set()
        self._due = threading.Event()
        server = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0)
        self._script = server.register_script(rings.RING)
        threading.Thread(target=self._run, name="fairlead-wakeups", daemon=True).start()

    def wake(self, work: Iterable[Due]) -> None:
        """Returns at once."""
        self._wanted.update(work)
        self._due.set()

    def send(self, lanes: Iterable[int]) -> None:
        """Through Celery, whether or not somebody looks at the lanes; returns at once."""
        self._unattended.update(lanes)
        self._due.set()

    def _run(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            try:
                while self._unattended:
                    self._send(rings.LANES[self._unattended.pop()])
                while self._wanted:
                    lane, flow = self._wanted.pop()
                    self._script(*rings.given(lane, [flow], anyway=False))
            except Exception as error:
                log.warning("No worker could be woken; the sweeper will find the work: %s", error)
                time.sleep(rings.PAUSE_S)
            time.sleep(rings.GATHER_S)


_waker: Waker | None = None


def install(send: Send) -> Waker:
    """Says how this process reaches the broker; ``send`` is given the name of a lane."""
    global _waker
    if _waker is None:
        _waker = Waker(send)
    return _waker


def wake(work: Iterable[Due]) -> None:
    """Wakes workers for this work; does nothing where the process has no broker."""
    if _waker is not None:
        _waker.wake(work)


def send(lanes: Iterable[int]) -> None:
    """Work was found that nobody looks at; see ``Waker.send``."""
    if _waker is not None:
        _waker.send(lanes)
