"""``$number`` of what needs no authority. The fast engine's own also takes blanks, ``+1`` and ``.5``."""

import math
from typing import Any

from flows.engine.mapping.authority.numbers import parse_number
from flows.engine.mapping.quick.reasons import LeftToAuthority


def finite(value: Any) -> float:
    """A number as it is counted with; raises LeftToAuthority where it is none."""
    kind = type(value)
    if kind is int or (kind is float and math.isfinite(value)):
        return float(value)
    raise LeftToAuthority


def number(value: Any) -> Any:
    """``$number``; raises LeftToAuthority where the value is neither a text nor a number."""
    if type(value) is str:
        return int(value) if len(value) < 15 and value.isascii() and value.isdigit() else parse_number(value)
    return finite(value)
