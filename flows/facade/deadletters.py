"""Dead letters: executions whose error no retry could help, grouped by cause. People resume them
(redrive), lay them aside (discard), or take them up again (restore). ``replays`` runs their messages anew.

A discarded one stays dead and is counted so; it is no longer listed among the open ones, and cannot
be redriven until it is restored.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from connectors.sdk.types import JSON
from flows.facade import access, hints
from flows.facade.access import Actor
from flows.facade.executions.actions import reopen
from flows.facade.executions.letters import with_letters
from flows.facade.executions.rows import Page
from flows.facade.letters import DISCARDED, IS, OPEN, Letters, named, of_group
from flows.facade.paging import page
from flows.store.cursors import fetch
from flows.store.listing import FIRST_ID, LAST_ID, Window

_FIND = """
SELECT execution_id FROM dead_letter
WHERE flow_id = ANY(%(flows)s) AND (%(group)s = '' OR fingerprint = %(group)s) AND {state}
  AND execution_id > %(after)s AND execution_id < %(before)s
ORDER BY execution_id {direction} LIMIT %(limit)s"""
_GROUPS = """
SELECT found.*, v.number, (
    SELECT string_agg(coalesce(nullif(named.name, ''), one), ', ' ORDER BY one)
    FROM unnest(string_to_array(found.steps, ', ')) AS one
    LEFT JOIN jsonb_to_recordset(v.definition -> 'steps') AS named (id text, name text)
        ON named.id = split_part(one, '.', 1))
FROM (
    SELECT d.fingerprint, f.slug, f.name, string_agg(DISTINCT d.step, ', ') AS steps, min(d.code),
           min(d.message), count(*) AS letters, min(d.at), max(d.at) AS last,
           (array_agg(d.execution_id ORDER BY d.execution_id DESC))[1] AS example
    FROM dead_letter d JOIN flow f ON f.id = d.flow_id
    WHERE d.flow_id = ANY(%s) AND {state}
    GROUP BY d.fingerprint, f.slug, f.name
) AS found
LEFT JOIN execution e ON e.id = found.example
LEFT JOIN flow_version v ON v.id = e.version_id
ORDER BY letters DESC, last DESC"""
_DISCARD = """
UPDATE dead_letter SET discarded_at = clock_timestamp(), discarded_by = %(by)s, discard_note = %(note)s
WHERE execution_id = ANY(%(ids)s)"""
_RESTORE = """
UPDATE dead_letter SET discarded_at = NULL, discarded_by = '', discard_note = ''
WHERE execution_id = ANY(%(ids)s)"""


def listing(
    actor: Actor,
    *,
    flow: str | None = None,
    group: str | None = None,
    state: str = OPEN,
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
        statement = _FIND.format(direction="DESC" if forward else "ASC", state=IS[state])
        return [one for (one,) in fetch(statement, parameters)]

    found = page(cursor, limit, find)
    return Page(with_letters(found.rows), next=found.next, previous=found.previous)


def groups(actor: Actor, flow: str | None = None, state: str = OPEN) -> list[JSON]:
    """The causes with the number of their dead letters, the most frequent first. ``version`` is that
    of the example; None where its execution is no longer kept."""
    found = fetch(_GROUPS.format(state=IS[state]), [_flow_ids(actor, flow)])
    return [
        {
            "id": fingerprint,
            "flow": slug,
            "flow_name": name,
            "step": step or None,
            "step_name": names or step or None,
            "code": code,
            "message": message,
            "count": count,
            "state": state,
            "first_at": first_at,
            "last_at": last_at,
            "example": str(example),
            "version": version,
        }
        for (
            fingerprint,
            slug,
            name,
            step,
            code,
            message,
            count,
            first_at,
            last_at,
            example,
            version,
            names,
        ) in found
    ]


def redrive_group(actor: Actor, group: str) -> int:
    """Resumes every open dead letter of the group; how many. Raises NotFound, and Forbidden where
    the actor sees the flow but does not operate it."""
    with transaction.atomic():
        return _redrive(of_group(actor, group, OPEN))


def redrive(actor: Actor, ids: Sequence[str]) -> int:
    """Resumes those that are open dead letters of flows the actor operates; how many that were."""
    with transaction.atomic():
        return _redrive(named(actor, ids, OPEN))


def discard_group(actor: Actor, group: str, note: str) -> int:
    """Lays every open dead letter of the group aside; how many. Raises as ``redrive_group``."""
    with transaction.atomic():
        return _discard(actor, of_group(actor, group, OPEN), note)


def discard(actor: Actor, ids: Sequence[str], note: str) -> int:
    """Lays those aside that are open dead letters of flows the actor operates; how many that were."""
    with transaction.atomic():
        return _discard(actor, named(actor, ids, OPEN), note)


def restore_group(actor: Actor, group: str) -> int:
    """Makes the discarded ones of the group open again; how many. Raises as ``redrive_group``."""
    with transaction.atomic():
        return _change(_RESTORE, of_group(actor, group, DISCARDED))


def restore(actor: Actor, ids: Sequence[str]) -> int:
    """Makes those open again that were discarded, of flows the actor operates; how many that were."""
    with transaction.atomic():
        return _change(_RESTORE, named(actor, ids, DISCARDED))


def _redrive(letters: Letters) -> int:
    back = reopen([one for one, _ in letters], "dead", rounds=1)
    _announce([(one, flow_id) for flow_id, one, _ in back])
    return len(back)


def _discard(actor: Actor, letters: Letters, note: str) -> int:
    return _change(_DISCARD, letters, by=actor.get_username(), note=note)


def _change(statement: str, letters: Letters, **parameters: Any) -> int:
    fetch(statement, {"ids": [one for one, _ in letters], **parameters})
    _announce(letters)
    return len(letters)


def _announce(letters: Letters) -> None:
    changed = [(flow_id, one) for one, flow_id in letters]
    transaction.on_commit(partial(hints.changed_now, changed))


def _flow_ids(actor: Actor, flow: str | None) -> list[int]:
    return [access.flow_for(actor, flow).pk] if flow else list(access.visible_flow_ids(actor))
