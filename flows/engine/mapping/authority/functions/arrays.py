"""Functions on arrays that take no function."""

import random
from typing import Any

from jsonata.utils import Utils

from flows.engine.mapping.authority.builtin import Implementation
from flows.engine.mapping.authority.values import identity


def count(run: Any, values: Any) -> int:
    """``$count``."""
    return 0 if values is None else len(values)


def append(run: Any, first: Any, second: Any) -> Any:
    """``$append``: undefined adds nothing."""
    if first is None or second is None:
        return second if first is None else first
    left = first if isinstance(first, list) else [first]
    right = second if isinstance(second, list) else [second]
    run.meter.items(len(left) + len(right))
    joined = Utils.JList(left)
    joined.extend(right)
    return joined


def reverse(run: Any, values: Any) -> Any:
    """``$reverse``."""
    return None if values is None else values if len(values) <= 1 else values[::-1]


def shuffle(run: Any, values: Any) -> Any:
    """``$shuffle``."""
    if values is None or len(values) <= 1:
        return values
    shuffled = list(values)
    random.shuffle(shuffled)
    return shuffled


def distinct(run: Any, values: Any) -> Any:
    """``$distinct``: the first of equal values stays."""
    if not isinstance(values, list) or len(values) <= 1:
        return values
    first: dict[Any, Any] = {}
    for value in values:
        first.setdefault(identity(value, run.meter), value)
    return (
        Utils.create_sequence_from_iter(first.values()) if Utils.is_sequence(values) else list(first.values())
    )


def zip_(run: Any, *arrays: Any) -> list[Any]:
    """``$zip``: as long as the shortest."""
    if not arrays or any(array is None for array in arrays):
        return []
    run.meter.items(len(arrays) * min(map(len, arrays)))
    return [list(row) for row in zip(*arrays, strict=False)]


FUNCTIONS: dict[str, Implementation] = {
    "count": count,
    "append": append,
    "reverse": reverse,
    "shuffle": shuffle,
    "distinct": distinct,
    "zip": zip_,
}
