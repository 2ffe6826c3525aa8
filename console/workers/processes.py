"""The life of a worker's process: its memory bound, its drain, and its orderly end."""

import os
import resource
import threading

from celery.signals import worker_process_init, worker_process_shutdown, worker_shutdown
from django.db import connections

from console.settings import env
from console.workers import waking
from flows.facade.drain import Resident, from_environment

_lock = threading.Lock()
_resident: Resident | None = None


def resident() -> Resident:
    """The drain of this process, started when it is first asked for."""
    global _resident
    with _lock:
        if _resident is None:
            waking.install()
            _resident = Resident(from_environment(_processes()))
    return _resident


@worker_process_init.connect
def begin(**_details: object) -> None:
    """A mapping that explodes gets a MemoryError, and not the machine's memory."""
    connections.close_all()
    megabytes = env.number("FAIRLEAD_WORKER_MEMORY_MB", 1024)
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1024**2, resource.RLIM_INFINITY))


@worker_process_shutdown.connect
@worker_shutdown.connect
def end(**_details: object) -> None:
    """Waits for calls under way and gives back the rest."""
    global _resident
    with _lock:
        drain, _resident = _resident, None
    if drain is not None:
        drain.close()


def _processes() -> int:
    """How many processes share the connections' bounds: those of this worker."""
    return env.number("FAIRLEAD_WORKER_PROCESSES", min(2, os.cpu_count() or 1))
