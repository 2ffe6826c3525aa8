"""The fast engine's values as plain JSON, the same as ``flows.engine.mapping.output.plain`` makes."""

import math
from typing import Any

from flows.engine.mapping.authority.numbers import SAFE
from flows.engine.mapping.fast.reasons import LeftToAuthority


def exact(value: Any, levels: int) -> Any:
    """A copy, since the fast engine may hand out parts of its input.

    Raises:
        LeftToAuthority: a number is not finite, or beyond the integers that doubles keep, or the
            value nests deeper than ``levels``.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is int or kind is float:
        return _number(value)
    if levels <= 0:
        raise LeftToAuthority
    if kind is dict:
        return {name: item if type(item) is str else exact(item, levels - 1) for name, item in value.items()}
    if kind is list:
        return [item if type(item) is str else exact(item, levels - 1) for item in value]
    raise LeftToAuthority


def _number(value: float) -> float:
    if not -SAFE < value < SAFE:  # also true of what is not a number
        raise LeftToAuthority
    if type(value) is float and value == math.floor(value):
        return int(value)
    return value
