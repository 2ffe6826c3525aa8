"""Celery tasks: each says that it is time, and calls the facade."""

from celery import shared_task

from console.operations import retention
from console.workers import processes, waking
from console.workers.schedule import PROVE, RETAIN, SWEEP, TICK
from flows.facade import acceleration, schedules, sweeper
from flows.facade.rings import LANES


@shared_task(name=waking.DRAIN)
def drain(lane: str) -> None:
    """Runs what is due in a lane."""
    processes.fallback.heard()
    processes.resident().run(LANES.index(lane))


@shared_task(name=SWEEP)
def sweep() -> None:
    """Finds what no message told of."""
    processes.fallback.heard()
    _sweep()


@shared_task(name=TICK)
def tick() -> None:
    """Starts scheduled flows."""
    processes.fallback.heard()
    _tick()


@shared_task(name=RETAIN)
def retain() -> None:
    """Drops what is over its time."""
    processes.fallback.heard()
    with processes.database("retention"):
        retention.enforce()


@shared_task(name=PROVE)
def prove() -> None:
    """Proves mappings on the messages that have come by now."""
    processes.fallback.heard()
    with processes.database("proofs"):
        acceleration.prove_due()


def _sweep() -> None:
    waking.install()
    with processes.database("sweep"):
        sweeper.sweep()


def _tick() -> None:
    waking.install()
    with processes.database("tick"):
        schedules.tick()


def _drain_all() -> None:
    for lane in range(len(LANES)):
        processes.resident().run(lane)


processes.fallback.does(_sweep, _tick, _drain_all)
