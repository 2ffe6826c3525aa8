"""The dead letters that a person means, locked: what is done with one of them waits for what somebody
else is doing with it, and then finds it in its new state."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flows.facade import access
from flows.facade.access import Actor
from flows.facade.errors import NotFound
from flows.store.cursors import fetch
from flows.store.listing import FIRST_ID

OPEN, DISCARDED, REPLAYED = "open", "discarded", "replayed"
STATES = (OPEN, DISCARDED, REPLAYED)
IS = {
    OPEN: "discarded_at IS NULL",
    DISCARDED: "discarded_at IS NOT NULL AND replayed_as IS NULL",
    REPLAYED: "replayed_as IS NOT NULL",
}
"""What holds of the rows in each state."""

_LOCK = """
SELECT execution_id, flow_id FROM dead_letter
WHERE flow_id = ANY(%(flows)s) AND {which} AND {state} AND execution_id > %(after)s
ORDER BY execution_id LIMIT %(limit)s FOR UPDATE"""
_NAMED, _OF_GROUP = "execution_id = ANY(%(ids)s)", "fingerprint = %(group)s"

Letters = list[tuple[UUID, int]]
"""Execution and flow id of dead letters whose rows are locked, the oldest first."""


def of_group(
    actor: Actor, group: str, state: str, *, after: UUID = FIRST_ID, limit: int | None = None
) -> Letters:
    """The letters of a group, where the actor operates every flow of it that they see; those of
    executions behind ``after``, at most ``limit``.

    Raises:
        NotFound: there are none.
        Forbidden: the actor sees a flow of it but does not operate it.
    """
    seen = _locked(
        _OF_GROUP, state, flows=list(access.visible_flow_ids(actor)), group=group, after=after, limit=limit
    )
    if not seen:
        raise NotFound(f"There is no such group of {state} dead letters.", hint="Look at the list of groups.")
    flows = {flow_id for _, flow_id in seen}
    for slug in access.visible_flows(actor).filter(pk__in=flows).values_list("slug", flat=True):
        access.flow_for(actor, slug, "operate")
    return seen


def named(
    actor: Actor, ids: Sequence[str], state: str, *, after: UUID = FIRST_ID, limit: int | None = None
) -> Letters:
    """Those of the named executions that are in the state and of flows that the actor operates."""
    operated = list(access.visible_flow_ids(actor, "operate"))
    wanted = [UUID(str(one)) for one in ids]
    return _locked(_NAMED, state, flows=operated, ids=wanted, after=after, limit=limit)


def _locked(which: str, state: str, **parameters: Any) -> Letters:
    return fetch(_LOCK.format(which=which, state=IS[state]), parameters)
