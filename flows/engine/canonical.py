"""One byte sequence for all documents that mean the same flow, and its hash.

Left out are positions on the canvas and what equals its default; edges stand in one order; whole
numbers are written without a fraction; names of objects are sorted. Inside a step's settings
nothing is left out.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from connectors.sdk.types import JSON
from flows.engine.specs import OUT_PORT, RetrySpec

_EXACT = 2**53
_RETRY = RetrySpec()
_RETRY_DEFAULTS = {name: getattr(_RETRY, name) for name in RetrySpec.__slots__}


def canonical_json(document: Mapping[str, JSON]) -> bytes:
    """The canonical form of a flow document (UTF-8 JSON)."""
    return orjson.dumps(_plain(_flow(document)), option=orjson.OPT_SORT_KEYS)


def content_hash(document: Mapping[str, JSON]) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


def _flow(document: Mapping[str, JSON]) -> dict[str, JSON]:
    made = _without(document, {"description": "", "latency": "real_time", "labels": {}})
    if isinstance(document.get("trigger"), dict):
        made["trigger"] = _placed(document["trigger"])
    if isinstance(document.get("steps"), list):
        made["steps"] = [_step(step) for step in document["steps"]]
    if isinstance(document.get("edges"), list):
        edges = [_edge(edge) for edge in document["edges"]]
        made["edges"] = sorted(edges, key=lambda edge: orjson.dumps(edge, option=orjson.OPT_SORT_KEYS))
    keys = _without(document.get("keys") or {}, {"ordering": None, "idempotency": None, "business": {}})
    made.pop("keys", None)
    return {**made, "keys": keys} if keys else made


def _step(step: Any) -> Any:
    if not isinstance(step, dict):
        return step
    made = _placed(step)
    retry = _without(made.pop("retry", None) or {}, _RETRY_DEFAULTS)
    return {**made, "retry": retry} if retry else made


def _placed(part: Mapping[str, JSON]) -> dict[str, JSON]:
    made = _without(part, {"config": {}, "name": ""})
    made.pop("position", None)
    return made


def _edge(edge: Any) -> Any:
    return _without(edge, {"port": OUT_PORT, "when": None}) if isinstance(edge, dict) else edge


def _without(part: Mapping[str, JSON], defaults: Mapping[str, JSON]) -> dict[str, JSON]:
    return {name: value for name, value in part.items() if name not in defaults or value != defaults[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value
