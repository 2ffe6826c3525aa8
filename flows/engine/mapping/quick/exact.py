"""The fast engine's values as plain JSON, the same as ``flows.engine.mapping.output.plain`` makes."""

from typing import Any

from flows.engine.mapping.authority.numbers import SAFE
from flows.engine.mapping.quick.reasons import LeftToAuthority


def exact(value: Any, levels: int) -> Any:
    """A copy, since the fast engine may hand out parts of its input.

    Raises:
        LeftToAuthority: a number is not finite, or beyond the integers that doubles keep, or the
            value nests deeper than ``levels``.
    """
    kind = type(value)
    if kind is dict or kind is list:
        if levels <= 0:
            raise LeftToAuthority
        levels -= 1
        return _object(value, levels) if kind is dict else [exact(item, levels) for item in value]
    if kind is int or kind is float:
        if not -SAFE < value < SAFE:  # also true of what is not a number
            raise LeftToAuthority
        return int(value) if kind is float and value.is_integer() else value
    if kind is str or value is None or kind is bool:
        return value
    raise LeftToAuthority


def _object(value: dict[str, Any], levels: int) -> dict[str, Any]:
    """Most members are texts and numbers: they are looked at here, without a call for each."""
    made = value.copy()
    for name, item in value.items():
        kind = type(item)
        if kind is str:
            continue
        if kind is float:
            if not -SAFE < item < SAFE:
                raise LeftToAuthority
            if item.is_integer():
                made[name] = int(item)
        elif kind is not int or not -SAFE < item < SAFE:
            made[name] = exact(item, levels)
    return made
