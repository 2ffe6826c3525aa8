"""Keywords whose usual implementation could run away, or would put values into messages."""

import functools
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import re2
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from connectors.sdk.types import JSON

_Errors = Iterator[ValidationError]
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 4 << 20


@functools.lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Any:
    """An RE2 pattern: time linear in the text, whatever the pattern.

    Raises:
        re2.error: the pattern is not one, or needs look-around or back-references.
    """
    return re2.compile(pattern, _OPTIONS)


def _pattern(validator: Any, pattern: str, instance: JSON, schema: JSON) -> _Errors:
    if isinstance(instance, str) and not compile_pattern(pattern).search(instance):
        yield ValidationError("does not match the pattern")


def _pattern_properties(
    validator: Any, patterns: Mapping[str, JSON], instance: JSON, schema: JSON
) -> _Errors:
    if not isinstance(instance, dict):
        return
    for pattern, subschema in patterns.items():
        search = compile_pattern(pattern).search
        for name, value in instance.items():
            if search(name):
                yield from validator.descend(value, subschema, path=name, schema_path=pattern)


def _additional_properties(validator: Any, allowed: JSON, instance: JSON, schema: JSON) -> _Errors:
    if not isinstance(instance, dict):
        return
    named = schema.get("properties", {})
    searches = [compile_pattern(one).search for one in schema.get("patternProperties", {})]
    for name, value in instance.items():
        if name in named or any(search(name) for search in searches):
            continue
        if allowed is False:
            yield ValidationError("is not a known name", path=[name])
        elif allowed is not True:
            yield from validator.descend(value, allowed, path=name)


def _required(validator: Any, required: list[str], instance: JSON, schema: JSON) -> _Errors:
    if isinstance(instance, dict):
        for name in required:
            if name not in instance:
                yield ValidationError("is missing", path=[name])


def _unique_items(validator: Any, wanted: bool, instance: JSON, schema: JSON) -> _Errors:
    if wanted and isinstance(instance, list):
        seen = {freeze(item) for item in instance}
        if len(seen) != len(instance):
            yield ValidationError("has the same item twice")


def freeze(value: JSON) -> Any:
    """A hashable stand-in that is equal where JSON Schema says the values are (1 and 1.0 are)."""
    if isinstance(value, dict):
        return ("object", frozenset((name, freeze(one)) for name, one in value.items()))
    if isinstance(value, list):
        return ("array", tuple(freeze(one) for one in value))
    if isinstance(value, bool):
        return ("bool", value)
    return value


_MOST_INSIDE = 20
"""Faults listed of one alternative. A message may be wrong in as many places as it has members, and
the faults of every alternative are held at once: without a bound 0.4 MB of numbers took 1.1 GB."""


def _any_of(validator: Any, alternatives: list[JSON], instance: JSON, schema: JSON) -> _Errors:
    inside: list[ValidationError] = []
    for index, subschema in enumerate(alternatives):
        found = _inside(validator, instance, subschema, index)
        if not found:
            return
        inside += found
    yield ValidationError("fits none of the alternatives", context=inside)


def _one_of(validator: Any, alternatives: list[JSON], instance: JSON, schema: JSON) -> _Errors:
    inside = [_inside(validator, instance, one, index) for index, one in enumerate(alternatives)]
    if inside.count([]) == 1:
        return
    context = [] if [] in inside else [error for found in inside for error in found]
    yield ValidationError("must fit exactly one of the alternatives", context=context)


def _inside(validator: Any, instance: JSON, subschema: JSON, index: int) -> list[ValidationError]:
    return list(islice(validator.descend(instance, subschema, schema_path=index), _MOST_INSIDE))


class TooMuchWork(Exception):
    """References multiply: the schema asks for more work than any message is worth."""


class Deadline(threading.local):
    """Until when, by the time that the thread had the processor, the validation under way may follow
    references. Without references its work is bounded by the sizes of schema and value; with them it
    can double at every one."""

    at = 0.0


DEADLINE = Deadline()


def _reference(validator: Any, reference: str, instance: JSON, schema: JSON) -> _Errors:
    if time.thread_time() > DEADLINE.at:
        raise TooMuchWork
    yield from validator._validate_reference(ref=reference, instance=instance)


KEYWORDS: Mapping[str, Callable[..., _Errors]] = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "required": _required,
    "uniqueItems": _unique_items,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "$ref": _reference,
    "$dynamicRef": _reference,
}

_extend: Any = extend
Validator: Any = _extend(Draft202012Validator, dict(KEYWORDS))
"""Draft 2020-12 with the keywords above in the place of jsonschema's own."""
