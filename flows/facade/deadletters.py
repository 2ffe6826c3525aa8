"""Dead letters: executions whose error no retry could help, grouped by cause, resumed by people."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from connectors.sdk.types import JSON
from flows.facade import access, hints
from flows.facade.access import Actor
from flows.facade.errors import NotFound
from flows.facade.executions.actions import reopen
from flows.facade.executions.rows import Page
from flows.facade.paging import page
from flows.store.cursors import fetch
from flows.store.listing import FIRST_ID, LAST_ID, Window

_FIND = """
SELECT execution_id FROM dead_letter
WHERE flow_id = ANY(%(flows)s) AND (%(group)s = '' OR fingerprint = %(group)s)
  AND execution_id > %(after)s AND execution_id < %(before)s
ORDER BY execution_id {direction} LIMIT %(limit)s"""
_GROUPS = """
SELECT d.fingerprint, f.slug, f.name, string_agg(DISTINCT d.step, ', '), min(d.code), min(d.message),
       count(*), min(d.at), max(d.at), (array_agg(d.execution_id ORDER BY d.execution_id DESC))[1]
FROM dead_letter d JOIN flow f ON f.id = d.flow_id
WHERE d.flow_id = ANY(%s) GROUP BY d.fingerprint, f.slug, f.name ORDER BY count(*) DESC, max(d.at) DESC"""
_OF_FLOWS = "SELECT execution_id FROM dead_letter WHERE execution_id = ANY(%s) AND flow_id = ANY(%s)"
_OF_GROUP = "SELECT execution_id, flow_id FROM dead_letter WHERE fingerprint = %s AND flow_id = ANY(%s)"


def listing(
    actor: Actor,
    *,
    flow: str | None = None,
    group: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Dead executions of the flows the actor may see, newest first."""
    flow_ids = _flow_ids(actor, flow)

    def find(window: Window) -> list[UUID]:
        forward, position = window.forward, window.position
        parameters = {
            "flows": flow_ids,
            "group": group or "",
            "after": FIRST_ID if forward or position is None else position,
            "before": position if forward and position is not None else LAST_ID,
            "limit": window.limit,
        }
        direction = "DESC" if forward else "ASC"
        return [one for (one,) in fetch(_FIND.format(direction=direction), parameters)]

    return page(cursor, limit, find)


def groups(actor: Actor, flow: str | None = None) -> list[JSON]:
    """The causes with the number of their dead letters, the most frequent first."""
    return [
        {
            "id": fingerprint,
            "flow": slug,
            "flow_name": name,
            "step": step or None,
            "code": code,
            "message": message,
            "count": count,
            "first_at": first_at,
            "last_at": last_at,
            "example": str(example),
        }
        for fingerprint, slug, name, step, code, message, count, first_at, last_at, example in fetch(
            _GROUPS, [_flow_ids(actor, flow)]
        )
    ]


def redrive_group(actor: Actor, group: str) -> int:
    """Resumes every dead letter of the group; how many. Raises NotFound, and Forbidden where the
    actor sees the flow but does not operate it."""
    seen = fetch(_OF_GROUP, [group, _flow_ids(actor, None)])
    if not seen:
        raise NotFound("There is no such group of dead letters.", hint="Look at the list of groups.")
    flows = {flow_id for _, flow_id in seen}
    for slug in access.visible_flows(actor).filter(pk__in=flows).values_list("slug", flat=True):
        access.flow_for(actor, slug, "operate")
    return _redrive([one for one, _ in seen])


def redrive(actor: Actor, ids: Sequence[str]) -> int:
    """Resumes those that are dead letters of flows the actor operates; how many that were."""
    operated = list(access.visible_flow_ids(actor, "operate"))
    return _redrive([one for (one,) in fetch(_OF_FLOWS, [[UUID(str(one)) for one in ids], operated])])


def _redrive(ids: Sequence[UUID]) -> int:
    with transaction.atomic():
        back = reopen(ids, "dead", rounds=1)
    hints.changed_now([(flow_id, one) for flow_id, one, _ in back])
    return len(back)


def _flow_ids(actor: Actor, flow: str | None) -> list[int]:
    return [access.flow_for(actor, flow).pk] if flow else list(access.visible_flow_ids(actor))
