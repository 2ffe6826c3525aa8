"""Replays of dead letters: their messages run again with the live version, as after a mapping was
corrected and published. Each is a new execution; the letter is laid aside as ``replayed`` and names it,
so that no message is replayed twice, however often it is asked for.

What is many is done in portions, a request each, so that no transaction grows with the group.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction

from connectors.sdk.errors import FairleadError
from flows.facade import hints, wakeups
from flows.facade.access import Actor
from flows.facade.errors import NotFound
from flows.facade.executions.starting import replay_row
from flows.facade.intake.live import LiveFlow, flow_of
from flows.facade.letters import OPEN, Letters, named, of_group
from flows.facade.rings import Due
from flows.store import accepting
from flows.store.accepting import NewExecution
from flows.store.arrays import uuids
from flows.store.cursors import fetch
from flows.store.listing import FIRST_ID
from flows.store.models import Execution, Flow

PORTION = 200
PORTION_BYTES = 16 * 1024 * 1024
"""A portion ends with the message that reaches it."""
_REPLAYED = """
UPDATE dead_letter d
SET discarded_at = clock_timestamp(), discarded_by = %(by)s, discard_note = '', replayed_as = new.id
FROM unnest(%(dead)s, %(new)s) AS new (dead, id) WHERE d.execution_id = new.dead"""


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that cannot run on the live version, and why; its dead letter stays open."""

    execution: str
    error: FairleadError


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a portion came to: the new executions, what was refused, the live version of each flow by
    its slug, and behind which execution the next portion begins; None after the last."""

    executions: Sequence[str]
    refused: Sequence[Refused]
    versions: Mapping[str, int]
    next: str | None


def replay_group(actor: Actor, group: str, after: UUID | None = None) -> Replayed:
    """Replays the next portion of a group's open dead letters, the oldest first, with the live version.

    Raises:
        NotFound: none is open.
        Forbidden: the actor sees the flow but does not operate it.
        FlowNotLive: the flow has no live version.
    """
    with transaction.atomic():
        try:
            letters = of_group(actor, group, OPEN, after=after or FIRST_ID, limit=PORTION)
        except NotFound:
            if after is None:
                raise
            letters = []
        return _replay(actor, letters)


def replay(actor: Actor, ids: Sequence[str], after: UUID | None = None) -> Replayed:
    """The same for those that are open dead letters of flows the actor operates. Raises FlowNotLive."""
    with transaction.atomic():
        return _replay(actor, named(actor, ids, OPEN, after=after or FIRST_ID, limit=PORTION))


def _replay(actor: Actor, letters: Letters) -> Replayed:
    flows = _live({flow_id for _, flow_id in letters})
    chosen = list(_portion(letters))
    rows: list[NewExecution] = []
    refused: list[Refused] = []
    for execution_id, flow_id, found in chosen:
        try:
            rows.append(_row(actor, flows[flow_id], found))
        except FairleadError as error:
            refused.append(Refused(str(execution_id), error))
    if rows:
        _store(actor, rows)
    whole = len(chosen) == len(letters) < PORTION
    return Replayed(
        executions=[str(row.id) for row in rows],
        refused=refused,
        versions={flow.slug: flow.running().version for flow in flows.values()},
        next=None if whole else str(chosen[-1][0]),
    )


def _live(flow_ids: set[int]) -> Mapping[int, LiveFlow]:
    """Paused ones too: what is started waits until they are resumed. Raises FlowNotLive."""
    flows = Flow.objects.select_related("live_version").filter(pk__in=flow_ids)
    found = {flow.pk: flow_of(flow, flow.live_version, state="live") for flow in flows}
    for flow in found.values():
        flow.running()
    return found


def _portion(letters: Letters) -> Iterator[tuple[UUID, int, Execution | None]]:
    known = Execution.objects.in_bulk([one for one, _ in letters])
    read = 0
    for one, flow_id in letters:
        if read >= PORTION_BYTES:
            return
        found = known.get(one)
        read += found.bytes if found else 0
        yield one, flow_id, found


def _row(actor: Actor, flow: LiveFlow, found: Execution | None) -> NewExecution:
    if found is None:
        raise NotFound("The execution is no longer kept.", hint="Its retention time is over.")
    return replay_row(actor, flow, found)


def _store(actor: Actor, rows: Sequence[NewExecution]) -> None:
    fetch(*accepting.statement(rows, only_live=False))
    dead = [row.replay_of for row in rows if row.replay_of is not None]
    pairs = {"dead": uuids(dead), "new": uuids([row.id for row in rows])}
    fetch(_REPLAYED, {"by": actor.get_username(), **pairs})
    due = {Due(row.lane, row.flow_id) for row in rows}
    changed = [(row.flow_id, one) for row in rows for one in (row.id, row.replay_of) if one]
    transaction.on_commit(partial(wakeups.wake, due))
    transaction.on_commit(partial(hints.changed_now, changed))
