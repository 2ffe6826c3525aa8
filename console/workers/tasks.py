"""Celery tasks: each says that it is time, and calls the facade."""

from celery import shared_task

from console.workers import processes
from console.workers.waking import DRAIN
from flows.facade import wakeups

SECONDS = 3.0
"""A drain asks for another message after this time, so that the lanes take turns."""


@shared_task(name=DRAIN)
def drain(lane: str) -> None:
    """Runs what is due in a lane."""
    processes.resident().run(wakeups.LANES.index(lane), SECONDS)
