"""The life of a worker's process: its memory bound, its drain, and its orderly end."""

import logging
import os
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery.signals import worker_process_init, worker_process_shutdown
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from console.celery import app
from console.settings import env
from console.workers import waking
from console.workers.fallback import Fallback
from flows.facade.drain import Resident, from_environment
from flows.facade.rings import LANES

log = logging.getLogger("fairlead.workers")

KEPT_S = 600
"""The few threads of a worker use the database every second or two, and a new session each time would cost
more than what it is used for."""

_lock = threading.Lock()
_resident: Resident | None = None
fallback = Fallback()


def resident() -> Resident:
    """The drain of this process; it listens for work from the first time it is asked for."""
    global _resident
    with _lock:
        if _resident is None:
            waking.install()
            _resident = Resident(from_environment(_processes()), _lanes())
    return _resident


@contextmanager
def database(work: str) -> Iterator[None]:
    """Around a task that uses Django's connection. A database that is away is no fault of the task:
    the next one comes in seconds."""
    close_old_connections()
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        log.warning("%s: the database cannot be reached: %s", work, error)
        connections.close_all()


@worker_process_init.connect
def begin(**_details: object) -> None:
    """A mapping that explodes gets a MemoryError, and not the machine's memory."""
    connections.close_all()
    connections.settings["default"]["CONN_MAX_AGE"] = KEPT_S
    megabytes = env.number("FAIRLEAD_WORKER_MEMORY_MB", 1024)
    limit = _reserved() + megabytes * 1024**2
    resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.RLIM_INFINITY))
    resident()
    fallback.start()


@worker_process_shutdown.connect
def end(**_details: object) -> None:
    """Waits for calls under way and gives back the rest."""
    global _resident
    fallback.stop()
    with _lock:
        drain, _resident = _resident, None
    if drain is not None:
        drain.close()


def _reserved() -> int:
    """Bytes of private memory reserved so far. Allocators reserve a gigabyte that they never touch,
    so the bound counts from here."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def _lanes() -> list[int]:
    """Those whose queues this worker was told to consume, real time first."""
    return [lane for lane, name in enumerate(LANES) if name in app.amqp.queues.consume_from]


def _processes() -> int:
    """How many processes share the connections' bounds: those of this worker."""
    return env.number("FAIRLEAD_WORKER_PROCESSES", min(2, os.cpu_count() or 1))
