"""What a program calls. Undefined is ``UNDEFINED`` and null is None; neither a context nor an item of a
sequence is ever a list. Whatever is not plain raises LeftToAuthority."""

import operator
from collections.abc import Callable, Sequence
from typing import Any

from flows.engine.mapping.authority.functions import strings
from flows.engine.mapping.authority.numbers import SAFE, round_half_even, shown
from flows.engine.mapping.quick import numbers
from flows.engine.mapping.quick.exact import exact
from flows.engine.mapping.quick.reasons import LeftToAuthority


class _Undefined:
    def __repr__(self) -> str:
        return "undefined"


UNDEFINED: Any = _Undefined()


def finder(item: Any) -> Callable[[str, Any], Any]:
    """How members are found in a context that is no object: there are none."""
    if type(item) is list:
        raise LeftToAuthority
    return _nothing


def _nothing(_name: str, missing: Any) -> Any:
    return missing


def walk(value: Any, name: str, places: Sequence[int] = ()) -> Any:
    """The members of that name over a list, or over what has none; of each what stands at the places."""
    if type(value) is not list:
        return UNDEFINED
    results = []
    for item in value:
        if type(item) is list:
            raise LeftToAuthority
        found = item.get(name, UNDEFINED) if type(item) is dict else UNDEFINED
        for place in places:
            found = at(found, place)
        if found is not UNDEFINED:
            results.append(found)
    return unwrapped(results)


def at(value: Any, place: int) -> Any:
    """The item at a place, from the end where that is negative."""
    if value is UNDEFINED:
        return value
    items = value if type(value) is list else [value]
    return items[place] if -len(items) <= place < len(items) else UNDEFINED


def items_of(value: Any) -> Sequence[Any]:
    """What a step visits."""
    return value if type(value) is list else () if value is UNDEFINED else (value,)


def flat(results: Sequence[Any]) -> list[Any]:
    """One sequence of the results of a step."""
    made: list[Any] = []
    for one in results:
        if type(one) is list:
            made.extend(one)
        else:
            made.append(one)
    return made


def unwrapped(results: Sequence[Any]) -> Any:
    """The value of a path whose last step came to ``results``."""
    if len(results) == 1:
        return results[0]
    made = flat(results)
    if len(made) == 1 and type(made[0]) is list:
        raise LeftToAuthority
    return made if len(made) > 1 else made[0] if made else UNDEFINED


def truth(value: Any) -> bool:
    """The effective boolean value; undefined is false."""
    if type(value) is list:
        return any(map(truth, value))
    return value is not UNDEFINED and bool(value)


def equal(left: Any, right: Any) -> bool:
    """``=``"""
    if left is UNDEFINED or right is UNDEFINED:
        return False
    if type(left) in _DEEP or type(right) in _DEEP:
        raise LeftToAuthority
    if type(left) is bool or type(right) is bool:
        return left is right
    return bool(left == right)


_DEEP = frozenset({dict, list})


def unequal(left: Any, right: Any) -> bool:
    """``!=``, which is false as well where a side is undefined."""
    return left is not UNDEFINED and right is not UNDEFINED and not equal(left, right)


def compared(left: Any, right: Any, by: Callable[[Any, Any], bool]) -> Any:
    """``<`` and its kind."""
    for side in (left, right):
        if side is not UNDEFINED and type(side) not in _ORDERED:
            raise LeftToAuthority
    if left is UNDEFINED or right is UNDEFINED:
        return UNDEFINED
    if (type(left) is str) is not (type(right) is str):
        raise LeftToAuthority
    return by(left, right)


_ORDERED = frozenset({str, int, float})


def no_number(*values: Any) -> Any:
    """Undefined, where an operand is and the others are numbers."""
    for value in values:
        if value is not UNDEFINED and type(value) is not int and type(value) is not float:
            raise LeftToAuthority
    return UNDEFINED


def no_text(*values: Any) -> Any:
    """Undefined, where the first one is and the others are texts."""
    if values[0] is UNDEFINED and all(type(value) is str for value in values[1:]):
        return UNDEFINED
    raise LeftToAuthority


def text(value: Any) -> str:
    """A side of ``&``: undefined is the empty text."""
    return "" if value is UNDEFINED else str(string(value))


def string(value: Any) -> Any:
    """``$string``"""
    kind = type(value)
    if kind is str or value is UNDEFINED:
        return value
    if kind is int or kind is float:
        return shown(value)
    if kind is bool:
        return "true" if value else "false"
    if value is None:
        return "null"
    raise LeftToAuthority


def number(value: Any) -> Any:
    """``$number``"""
    return value if value is UNDEFINED else numbers.number(value)


def rounded(value: Any, precision: int) -> Any:
    """``$round`` of what is no fraction."""
    return round_half_even(float(value), precision) if type(value) is int else no_number(value)


def total(values: Any) -> Any:
    """``$sum``"""
    if values is UNDEFINED:
        return values
    result = 0.0
    for one in _numbers(values):
        result += one
    if not -SAFE < result < SAFE:
        raise LeftToAuthority
    return result


def maximum(values: Any) -> Any:
    """``$max``"""
    return max(_numbers(values), default=UNDEFINED) if values is not UNDEFINED else values


def minimum(values: Any) -> Any:
    """``$min``"""
    return min(_numbers(values), default=UNDEFINED) if values is not UNDEFINED else values


def _numbers(values: Any) -> Sequence[Any]:
    numbers = values if type(values) is list else [values]
    no_number(*numbers)
    return numbers


def count(values: Any) -> int:
    """``$count``"""
    return len(values) if type(values) is list else int(values is not UNDEFINED)


def join(values: Any, separator: Any = "") -> Any:
    """``$join``"""
    texts = [values] if type(values) is str else values
    if type(separator) is not str or type(texts) is not list or not all(type(one) is str for one in texts):
        return no_text(values, separator)
    return separator.join(texts)


GLOBALS: dict[str, Any] = {
    "__builtins__": {one.__name__: one for one in (dict, float, int, len, list, str, type)},
    "at": at,
    "compared": compared,
    "count": count,
    "equal": equal,
    "exact": exact,
    "finder": finder,
    "flat": flat,
    "ge": operator.ge,
    "gt": operator.gt,
    "items_of": items_of,
    "join": join,
    "le": operator.le,
    "LeftToAuthority": LeftToAuthority,
    "lt": operator.lt,
    "maximum": maximum,
    "minimum": minimum,
    "no_number": no_number,
    "no_text": no_text,
    "number": number,
    "round_half_even": round_half_even,
    "rounded": rounded,
    "SAFE": SAFE,
    "string": string,
    "substring_after": strings.substring_after,
    "substring_before": strings.substring_before,
    "text": text,
    "total": total,
    "trim": strings.trim,
    "truth": truth,
    "UNDEFINED": UNDEFINED,
    "unequal": unequal,
    "unwrapped": unwrapped,
    "walk": walk,
}
"""All that a program can reach."""
