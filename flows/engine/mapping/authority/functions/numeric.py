"""Functions on numbers."""

import math
import random as chance
from typing import Any

from jsonata.jexception import JException

from flows.engine.mapping.authority import numbers
from flows.engine.mapping.authority.builtin import Implementation
from flows.engine.mapping.authority.functions.integers import format_integer, parse_integer
from flows.engine.mapping.authority.functions.pictures import format_number
from flows.engine.mapping.authority.numbers import tidy
from flows.engine.mapping.authority.values import NULL, truth

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def total(run: Any, values: Any) -> Any:
    """``$sum``, from left to right."""
    return None if values is None else tidy(_total(values))


def _total(values: list[Any]) -> float:
    result = 0.0
    for value in values:
        result += value
    return result


def maximum(run: Any, values: Any) -> Any:
    """``$max``."""
    return max(values) if values else None


def minimum(run: Any, values: Any) -> Any:
    """``$min``."""
    return min(values) if values else None


def average(run: Any, values: Any) -> Any:
    """``$average``."""
    return tidy(_total(values) / len(values)) if values else None


def number(run: Any, value: Any) -> Any:
    """``$number`` of a string, a boolean or a number."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return tidy(numbers.parse_number(value))
    if value is NULL:
        raise JException("T0410", -1, 1, "number")
    return value


def floor(run: Any, value: Any) -> Any:
    """``$floor``."""
    return None if value is None else tidy(float(math.floor(value)))


def ceil(run: Any, value: Any) -> Any:
    """``$ceil``."""
    return None if value is None else tidy(float(math.ceil(value)))


def round_(run: Any, value: Any, precision: Any) -> Any:
    """``$round``: half to even on the decimal digits."""
    return None if value is None else tidy(numbers.round_half_even(value, int(precision or 0)))


def absolute(run: Any, value: Any) -> Any:
    """``$abs``."""
    return None if value is None else abs(value)


def sqrt(run: Any, value: Any) -> Any:
    """``$sqrt``."""
    if value is None:
        return None
    if value < 0:
        raise JException("D3060", -1, value)
    return tidy(math.sqrt(value))


def power(run: Any, base: Any, exponent: Any) -> Any:
    """``$power``: beyond range, or not a real number, is D3061."""
    if base is None or exponent is None:
        return None
    try:
        result = math.pow(base, exponent)
    except (OverflowError, ValueError) as error:
        raise JException("D3061", -1, base, exponent) from error
    return tidy(result)


def random(run: Any) -> float:
    """``$random``: at least 0, less than 1."""
    return chance.random()  # noqa: S311 - a number for expressions, not a secret


def boolean(run: Any, value: Any) -> Any:
    """``$boolean``."""
    return None if value is None else truth(value, run.meter)


def not_(run: Any, value: Any) -> Any:
    """``$not``."""
    return None if value is None else not truth(value, run.meter)


def format_base(run: Any, value: Any, radix: Any) -> Any:
    """``$formatBase``: an integer with base 2 to 36."""
    if value is None:
        return None
    base = 10 if radix is None else int(radix)
    if not 2 <= base <= 36:
        raise JException("D3100", -1, radix)
    rest = abs(int(numbers.round_half_even(value, 0)))
    digits = []
    while rest:
        rest, digit = divmod(rest, base)
        digits.append(_DIGITS[digit])
    return ("-" if value < 0 and digits else "") + ("".join(reversed(digits)) or "0")


FUNCTIONS: dict[str, Implementation] = {
    "sum": total,
    "max": maximum,
    "min": minimum,
    "average": average,
    "number": number,
    "floor": floor,
    "ceil": ceil,
    "round": round_,
    "abs": absolute,
    "sqrt": sqrt,
    "power": power,
    "random": random,
    "boolean": boolean,
    "not": not_,
    "formatBase": format_base,
    "formatNumber": format_number,
    "formatInteger": format_integer,
    "parseInteger": parse_integer,
}
