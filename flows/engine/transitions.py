"""Which status may follow which, in one place; everything else is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from flows.engine.errors import TransitionRefused
from flows.engine.records import Status

TERMINAL = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELLED})
"""Never change again."""

RESTING = frozenset({Status.DEAD, Status.INDETERMINATE})
"""Wait for a person, visibly; a redrive or a resolution leads on."""

OPEN = frozenset({Status.QUEUED, Status.RUNNING, Status.WAITING, Status.RETRYING})
"""What the accounting counts as open."""

_ENDS = TERMINAL | RESTING

ALLOWED: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.QUEUED: frozenset({Status.RUNNING, Status.CANCELLED, Status.DEAD}),
        Status.RUNNING: _ENDS | {Status.QUEUED, Status.WAITING, Status.RETRYING},
        Status.WAITING: frozenset({Status.QUEUED, Status.RUNNING, Status.CANCELLED, Status.DEAD}),
        Status.RETRYING: frozenset({Status.QUEUED, Status.RUNNING, Status.CANCELLED, Status.DEAD}),
        Status.DEAD: frozenset({Status.QUEUED, Status.CANCELLED}),
        Status.INDETERMINATE: frozenset({Status.QUEUED, Status.CANCELLED}),
        Status.SUCCEEDED: frozenset(),
        Status.FAILED: frozenset(),
        Status.CANCELLED: frozenset(),
    }
)
"""From a status to those that may follow. DEAD follows an open status also without a run: the
quarantine after the third crash. RUNNING to QUEUED is a lease that was given up."""


def may_follow(before: Status, after: Status) -> bool:
    """True where ``after`` may follow ``before``."""
    return after in ALLOWED[before]


def check_transition(before: Status, after: Status) -> None:
    """Refuses a change of status that is not in the table.

    Raises:
        TransitionRefused: naming both statuses.
    """
    if after not in ALLOWED[before]:
        raise TransitionRefused(
            f"An execution that is {before} cannot become {after}.",
            hint="Its state has changed in the meantime; look at it again."
            if before not in TERMINAL
            else "An execution that has ended stays as it is; replay it as a new one.",
        )
