"""Functions on objects, types and the evaluation itself."""

from typing import Any

from jsonata.jexception import JException
from jsonata.utils import Utils

from flows.engine.mapping.authority.builtin import Implementation
from flows.engine.mapping.authority.transform import clone as copied
from flows.engine.mapping.authority.values import NULL, is_function
from flows.engine.mapping.errors import MappingRefused

_TYPES = ((bool, "boolean"), (int | float, "number"), (str, "string"), (list, "array"))


def keys(run: Any, value: Any) -> Any:
    """``$keys`` of an object, or of all objects of an array."""
    found: dict[str, None] = {}
    _collect_keys(run, value, found)
    return Utils.create_sequence_from_iter(found)


def _collect_keys(run: Any, value: Any, found: dict[str, None]) -> None:
    run.meter.tick()
    if isinstance(value, dict):
        found.update(dict.fromkeys(value))
    elif isinstance(value, list):
        for item in value:
            _collect_keys(run, item, found)


def lookup(run: Any, value: Any, key: Any) -> Any:
    """``$lookup``."""
    return run.lookup(value, key)


def exists(run: Any, value: Any) -> bool:
    """``$exists``."""
    return value is not None


def spread(run: Any, value: Any) -> Any:
    """``$spread``: one object for each pair."""
    if isinstance(value, dict):
        return Utils.create_sequence_from_iter({key: item} for key, item in value.items())
    if not isinstance(value, list):
        return value
    pairs: list[Any] = []
    for item in value:
        part = spread(run, item)
        pairs.extend(part if isinstance(part, list) else [part])
        run.meter.tick()
    return pairs or Utils.create_sequence()


def merge(run: Any, values: Any) -> Any:
    """``$merge``: later pairs win."""
    if values is None:
        return None
    merged: dict[str, Any] = {}
    for value in values:
        if not isinstance(value, dict):
            raise JException("T0412", -1, 1, "merge", "o")
        run.meter.tick(len(value))
        merged.update(value)
    return merged


def type_(run: Any, value: Any) -> Any:
    """``$type``."""
    if value is None or value is NULL:
        return None if value is None else "null"
    if is_function(value):
        return "function"
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "object")


def clone(run: Any, value: Any) -> Any:
    """``$clone``: a deep copy."""
    return copied(value, run.meter)


def eval_(run: Any, expression: Any, context: Any) -> Any:
    """``$eval`` is refused: text from a message must never become code."""
    raise MappingRefused("$eval is not available in mappings.", hint="Write the expression out.")


FUNCTIONS: dict[str, Implementation] = {
    "keys": keys,
    "lookup": lookup,
    "exists": exists,
    "spread": spread,
    "merge": merge,
    "type": type_,
    "clone": clone,
    "eval": eval_,
}
