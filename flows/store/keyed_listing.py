"""Finds executions by their business keys: by a whole value, or by how a value begins."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flows.store.cursors import fetch

_SEARCHED = 500
_SEARCHED_BEGINNINGS = 5_000
"""With a status asked for beside a business key, so many of the newest executions with the key are
looked at in each part of the time. Who seeks a rare status among more gives a time as well."""
_WHOLE = "b.value = wanted.value"
_BEGINS = "b.value ~>=~ wanted.value AND b.value ~<~ (wanted.value || chr(1114111))"
"""From the beginning itself to what stands behind all that begins so, byte by byte: the operators of
``business_key_beginning``, which any collation has, and LIKE would need a pattern that is known when
the statement is planned. 1114111 is the last code point of all, which is no character."""
_KEYED = """
SELECT DISTINCT found.id FROM unnest(%(flows)s::bigint[], %(names)s::text[], %(values)s::text[])
    AS wanted (flow_id, name, value), LATERAL (
    SELECT b.execution_id AS id FROM business_key b
    WHERE b.flow_id = wanted.flow_id AND b.name = wanted.name AND {matches}
      AND b.execution_id > %(after)s AND b.execution_id < %(before)s
    ORDER BY b.execution_id {direction} LIMIT {most}
) AS found"""
_BY_KEY = _KEYED + " ORDER BY id {direction} LIMIT %(limit)s"
_BY_KEY_AND_STATUS = (
    """
SELECT id FROM ("""
    + _KEYED
    + """ ORDER BY id {direction} LIMIT {most}) AS found
LEFT JOIN outcome o ON o.execution_id = id AND o.execution_id > %(after)s AND o.execution_id < %(before)s
LEFT JOIN queue q ON q.execution_id = id
WHERE coalesce(o.status, q.status, 'queued') = %(status)s
ORDER BY id {direction} LIMIT %(limit)s"""
)
_NAMES = """
SELECT DISTINCT flow_id, jsonb_object_keys(definition #> '{keys,business}') FROM flow_version
WHERE flow_id = ANY(%(flows)s) AND jsonb_typeof(definition #> '{keys,business}') = 'object'"""
_AMONG = """
SELECT e.id FROM execution e
WHERE e.id = ANY(%(ids)s) AND e.id BETWEEN %(low)s AND %(high)s AND EXISTS (
    SELECT FROM jsonb_each_text(e.business) AS pair
    WHERE starts_with(pair.value, %(text)s) OR pair.key = %(name)s AND starts_with(pair.value, %(value)s))"""


def statement(status: str, direction: str, *, begins: bool) -> str:
    """SQL with the parameters of ``wanted``, and ``after``, ``before``, ``limit`` and ``status``."""
    searched = _SEARCHED_BEGINNINGS if begins else _SEARCHED
    return (_BY_KEY_AND_STATUS if status else _BY_KEY).format(
        matches=_BEGINS if begins else _WHOLE,
        most=searched if status else "%(limit)s",
        direction=direction,
    )


def wanted(flow_ids: Sequence[int], text: str) -> dict[str, Any]:
    """Flow, name and value of each key that may be meant by ``value`` or ``name=value``. The indexes
    are in the order wanted only below a name, so all names that the flows ever gave to a key are
    asked for."""
    name, equals, value = text.partition("=")
    known = fetch(_NAMES, {"flows": list(flow_ids)})
    meant = [(flow, one, text) for flow, one in known]
    meant += [(flow, one, value) for flow, one in known if equals and one == name]
    flows, names, values = zip(*meant, strict=True) if meant else ((), (), ())
    return {"flows": list(flows), "names": list(names), "values": list(values)}


def among(ids: Sequence[UUID], text: str) -> set[UUID]:
    """Those of the executions that have a business key which begins with ``value`` or ``name=value``."""
    if not ids:
        return set()
    name, equals, value = text.partition("=")
    sought = {"text": text, "name": name if equals else None, "value": value}
    return {one for (one,) in fetch(_AMONG, {"ids": list(ids), "low": min(ids), "high": max(ids), **sought})}
