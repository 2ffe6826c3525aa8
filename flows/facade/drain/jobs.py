"""What is to be committed together, as the parts of the drain hand it to the writer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flows.facade.drain.errors import Unstorable
from flows.facade.rings import Due
from flows.store.accepting import NewExecution
from flows.store.results import DeadLetter, Ending, Intent, Release

Owned = Mapping[UUID, bool]
"""The executions that are still ours; the value says whether somebody wants them cancelled."""
Wake = tuple[Due, datetime | None]
"""What is due at that moment; None: at once."""


@dataclass(slots=True)
class Job:
    """What is to be committed together. ``freed`` are the ordering keys of the endings; ``events``
    are started only where the execution that publishes them (first of the pair) is still ours; ``wakes``
    say where that makes something due."""

    rows: list[tuple[int, UUID]] = field(default_factory=list)
    intents: list[Intent] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    freed: list[tuple[int, str]] = field(default_factory=list)
    events: list[tuple[UUID, NewExecution]] = field(default_factory=list)
    wakes: list[Wake] = field(default_factory=list)
    done: Callable[[Owned], None] | None = None


def _rows(job: Job) -> list[Intent | Release | Ending]:
    return [*job.intents, *job.releases, *job.endings]


def alone(job: Job) -> list[Job]:
    """The same job, a part for each of its executions."""
    owners = {one.id for one in _rows(job)}
    return [
        Job(
            intents=[one for one in job.intents if one.id == owner],
            releases=[one for one in job.releases if one.id == owner],
            endings=[one for one in job.endings if one.id == owner],
            freed=job.freed,
            events=[(publisher, row) for publisher, row in job.events if publisher == owner],
        )
        for owner in owners
    ]


def unstorable(job: Job) -> Job:
    """The end of the job's executions, without what cannot be stored."""
    error = Unstorable("The result of a step cannot be stored.", hint="Change the mapping that makes it.")
    dead = DeadLetter("", error.code, error.message, error.code)
    owners = {(one.id, one.epoch) for one in _rows(job)}
    return Job(
        endings=[Ending(one, epoch, "dead", 0, error=error.to_json(), dead=dead) for one, epoch in owners],
        freed=job.freed,
    )
