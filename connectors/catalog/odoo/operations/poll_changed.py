"""Poll: what has changed since the last time, by ``write_date`` and a cursor.

Odoo answers whole seconds and stores microseconds, and a transaction's changes appear at its end
under the time of its beginning. So each poll looks back over an overlap and drops what it has seen:
the same record, written in the same second, with the same content.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

import orjson

from connectors.catalog.odoo.operations.search_read import domain_of, names_of, number
from connectors.catalog.odoo.operations.storing import model_of
from connectors.catalog.odoo.tools import Tools
from connectors.catalog.odoo.values import from_reading
from connectors.sdk.errors import PermanentError, Where
from connectors.sdk.protocol import CallItem
from connectors.sdk.types import JSON

DEFAULT_LIMIT = 500
MAX_LIMIT = 5_000
DEFAULT_OVERLAP_S = 30
_FORMAT = "%Y-%m-%d %H:%M:%S"

Seen = dict[str, dict[str, str]]
"""By the second it was written in: each record's id and a fingerprint of what was read of it, for the
seconds of the overlap. A record that changes twice within one second differs by its content."""


async def poll_changed(tools: Tools, item: CallItem) -> JSON:
    """``{"records", "cursor", "more"}``. Keep the cursor and give it to the next poll; ``more`` says
    that another poll would find further records at once."""
    arguments = item.arguments
    model = model_of(arguments)
    limit = max(1, number(arguments, "limit", DEFAULT_LIMIT, MAX_LIMIT))
    overlap = number(arguments, "overlap_s", DEFAULT_OVERLAP_S, 3600)
    since, seen = _opened(arguments.get("cursor"))
    known = sum(len(ids) for ids in seen.values())
    body: dict[str, JSON] = {
        "domain": [*domain_of(arguments), *([["write_date", ">=", since]] if since else [])],
        "fields": list(dict.fromkeys([*names_of(arguments, "fields"), "write_date"])),
        "order": "write_date, id",
        "limit": limit + known,  # what was seen stands first, and must not use the limit up
        "context": {"active_test": False},
    }
    fields = await tools.models.fields(model)
    rows = await tools.api.execute(model, "search_read", body, repeatable=True)
    fresh = [row for row in rows if seen.get(str(row["write_date"]), {}).get(str(row["id"])) != _print(row)]
    return {
        "records": [from_reading(row, fields) for row in fresh],
        "cursor": _next_cursor(rows, since, seen, overlap),
        "more": len(rows) == limit + known,
    }


def _next_cursor(rows: list[dict[str, JSON]], since: str | None, seen: Seen, overlap: int) -> JSON:
    """The cursor starts an overlap before the newest change, and holds what was seen from there on."""
    for row in rows:
        seen.setdefault(str(row["write_date"]), {})[str(row["id"])] = _print(row)
    if not seen:
        return {"since": since, "seen": {}}
    start = datetime.strptime(max(seen), _FORMAT) - timedelta(seconds=overlap)
    begin = max(since or "", start.strftime(_FORMAT))
    return {"since": begin, "seen": {second: ids for second, ids in seen.items() if second >= begin}}


def _print(row: Mapping[str, JSON]) -> str:
    return hashlib.sha256(orjson.dumps(row, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


def _opened(cursor: JSON) -> tuple[str | None, Seen]:
    """The cursor's parts; a time alone (``2026-01-31 00:00:00``) begins there. PermanentError else."""
    if cursor is None or cursor == "":
        return None, {}
    try:
        if isinstance(cursor, str):
            return datetime.fromisoformat(cursor.removesuffix("Z")).strftime(_FORMAT), {}
        return _parts(cursor)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise PermanentError(
            "The cursor is not one that poll_changed gave.",
            hint="Leave it out to begin anew, or give a time to begin from.",
            where=Where(path="cursor"),
        ) from None


def _parts(cursor: Mapping[str, JSON]) -> tuple[str | None, Seen]:
    since = cursor["since"]
    if since is not None:
        datetime.strptime(since, _FORMAT)
    seen = {
        str(second): {str(one): str(seal) for one, seal in ids.items()}
        for second, ids in cursor["seen"].items()
    }
    for second in seen:
        datetime.strptime(second, _FORMAT)
    return since, seen
