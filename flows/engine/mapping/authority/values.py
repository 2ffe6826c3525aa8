"""Truth, equality, identity and text of JSONata values, metered."""

import json
import math
from typing import Any

from jsonata.functions import Functions
from jsonata.jexception import JException
from jsonata.jsonata import Jsonata
from jsonata.utils import Utils

from flows.engine.mapping.authority.meter import Meter
from flows.engine.mapping.authority.numbers import is_number, shown
from flows.engine.mapping.errors import MappingError, MappingTooDeep
from flows.engine.mapping.regexes import Pattern

NULL = Utils.NULL_VALUE
MAX_DATA_DEPTH = 400


def is_function(value: Any) -> bool:
    """Whether ``value`` can be called: a built-in, a lambda or a regular expression."""
    return isinstance(value, Jsonata.JFunctionCallable | Pattern) or Functions.is_lambda(value)


def adopt(data: Any, meter: Meter, depth: int = 0) -> Any:
    """A copy of JSON data in which null is a value: within the engine ``None`` means undefined.

    The copy also keeps expressions from ever changing their input.
    """
    if isinstance(data, str | bool | int | float):
        return data
    if data is None:
        return NULL
    if depth > MAX_DATA_DEPTH:
        raise MappingTooDeep("The input nests too deeply.", hint="Flatten the data before it is mapped.")
    meter.tick()
    if isinstance(data, dict):
        return {_key(name): adopt(value, meter, depth + 1) for name, value in data.items()}
    if isinstance(data, list):
        return [adopt(value, meter, depth + 1) for value in data]
    raise MappingError(f"The input holds a {type(data).__name__}, which is not JSON.")


def _key(name: Any) -> str:
    if isinstance(name, str):
        return name
    raise MappingError("The input holds an object whose key is not a string, which is not JSON.")


def truth(value: Any, meter: Meter) -> bool:
    """The effective boolean value; undefined is false."""
    if isinstance(value, bool):
        return value
    if value is None or value is NULL or is_function(value):
        return False
    if isinstance(value, list):
        meter.tick()
        return any(truth(item, meter) for item in value)
    if isinstance(value, float):
        return is_number(value) and value != 0
    return bool(value)


def same(left: Any, right: Any, meter: Meter) -> bool:
    """Deep equality; a number never equals a boolean."""
    meter.tick()
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right or float(left) == float(right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(a, b, meter) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key], meter) for key in left)
    return bool(left == right)


def identity(value: Any, meter: Meter) -> Any:
    """A hashable key that is equal for equal values (``same``)."""
    meter.tick()
    if isinstance(value, bool):
        return ("b", value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return ("a", *(identity(item, meter) for item in value))
    if isinstance(value, dict):
        return ("o", frozenset((key, identity(item, meter)) for key, item in value.items()))
    return value


def text(value: Any, meter: Meter, pretty: bool = False) -> str:
    """``$string``: strings as they are, everything else as JSON text; functions are empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise JException("D3001", -1)
        return shown(value)
    if is_function(value):
        return ""
    writer = _Writer(meter, "  " if pretty else "")
    writer.write(value, "\n", 0)
    return "".join(writer.parts)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Writer:
    """Writes JSON text part by part, so that it ends where it grows too long."""

    def __init__(self, meter: Meter, indent: str) -> None:
        self.meter = meter
        self.indent = indent
        self.parts: list[str] = []
        self.size = 0

    def put(self, part: str) -> None:
        self.parts.append(part)
        self.size += len(part)
        self.meter.tick()
        if self.size > self.meter.limits.string_chars:
            self.meter.chars(self.size)

    def write(self, value: Any, line: str, depth: int) -> None:
        if depth > MAX_DATA_DEPTH:
            raise MappingTooDeep("The data nests too deeply to be written as text.")
        if isinstance(value, dict) and value:
            pairs = [(f"{_quoted(key)}:{' ' if self.indent else ''}", item) for key, item in value.items()]
            self._members("{}", pairs, line, depth)
        elif isinstance(value, list) and value:
            self._members("[]", [("", item) for item in value], line, depth)
        else:
            self.put(self._scalar(value))

    def _members(self, brackets: str, pairs: list[tuple[str, Any]], line: str, depth: int) -> None:
        inner = line + self.indent if self.indent else ""
        for index, (prefix, item) in enumerate(pairs):
            self.put((brackets[0] if index == 0 else ",") + inner + prefix)
            self.write(item, inner, depth + 1)
        self.put((line if self.indent else "") + brackets[1])

    def _scalar(self, value: Any) -> str:
        if value is None or value is NULL:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return _quoted(value)
        if isinstance(value, dict):
            return "{}"
        if isinstance(value, list):
            return "[]"
        return '""' if is_function(value) else shown(value)
