"""Compares what came with what was recorded."""

from collections.abc import Mapping

import orjson
from aiohttp import web

from connectors.sdk.types import JSON

ANY = "<any>"


def difference(wanted: JSON, found: JSON, at: str = "$") -> str | None:
    """Where ``found`` is not what is wanted. Objects may have more entries than are named; lists
    have the same length; ``<any>`` fits everything."""
    if wanted == ANY:
        return None
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name, value in wanted.items():
            if name not in found:
                return f"{at}.{name} is missing"
            inner = difference(value, found[name], f"{at}.{name}")
            if inner is not None:
                return inner
        return None
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return next(filter(None, (difference(one, other, f"{at}[{i}]") for i, (one, other) in pairs)), None)
    same = wanted == found and isinstance(wanted, bool) == isinstance(found, bool)
    return None if same else f"{at} is {found!r}, not {wanted!r}"


def request_difference(wanted: Mapping[str, JSON], found: web.Request, body: bytes) -> str | None:
    """What tells a request from the recorded one."""
    if (found.method, found.path) != (wanted["method"], wanted["path"]):
        return f"{found.method} {found.path} is not {wanted['method']} {wanted['path']}"
    if "query" in wanted and _query(found) != wanted["query"]:
        return f"the query is {_query(found)!r}, not {wanted['query']!r}"
    for name, value in wanted.get("headers", {}).items():
        if value != ANY and found.headers.get(name) != value:
            return f"the header {name} is {found.headers.get(name)!r}, not {value!r}"
    return _body_difference(wanted, body)


def _body_difference(wanted: Mapping[str, JSON], body: bytes) -> str | None:
    if "json" in wanted and wanted["json"] != ANY:
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError:
            return "the body is not JSON"
        return None if found == wanted["json"] else f"the body is {found!r}, not {wanted['json']!r}"
    text = body.decode("utf-8", "replace")
    if "text" in wanted and text != wanted["text"]:
        return f"the body is {text!r}, not {wanted['text']!r}"
    missing = [one for one in wanted.get("text_has", ()) if one not in text]
    return f"the body lacks {missing!r}" if missing else None


def _query(found: web.Request) -> dict[str, JSON]:
    values = {name: found.query.getall(name) for name in found.query}
    return {name: one[0] if len(one) == 1 else one for name, one in values.items()}
