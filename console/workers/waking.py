"""How a process of Fairlead reaches the workers: a Celery message that names a lane."""

from console.celery import app
from flows.facade import wakeups

DRAIN = "fairlead.drain"


def install() -> None:
    """Lets the facades of this process wake workers."""
    wakeups.install(_send)


def _send(lane: str) -> None:
    app.send_task(DRAIN, args=[lane], queue=lane, ignore_result=True, retry=False)
