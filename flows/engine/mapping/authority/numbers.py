"""Numbers as the reference implementation computes and prints them (ECMAScript's rules)."""

import math
import re
from typing import Any

from jsonata.jexception import JException

SAFE = 2**53
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?")
_RADIX = re.compile(r"0([xX][0-9A-Fa-f]+|[oO][0-7]+|[bB][01]+)")


def is_number(value: Any) -> bool:
    """Whether ``value`` is a number; beyond range is D1001, as in the reference."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return True
    if not isinstance(value, float) or math.isnan(value):
        return False
    if math.isinf(value):
        raise JException("D1001", -1, value)
    return True


def tidy(value: Any) -> Any:
    """An integral float as an int where that is exact; anything else unchanged."""
    if isinstance(value, float) and -SAFE < value < SAFE and value == int(value):
        return int(value)
    return value


def number_text(value: float) -> str:
    """A number as JavaScript prints it; an int keeps all its digits."""
    if isinstance(value, int):
        if -(10**21) < value < 10**21:
            return str(value)
        value = float(value)
    if not math.isfinite(value):
        raise JException("D1001", -1, value)
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + ("" if fraction == "0" else fraction)).lstrip("0")
    point = len(whole) + int(exponent or 0)
    if whole == "0":
        point -= len(fraction) - len(fraction.lstrip("0")) + 1
    digits = digits.rstrip("0") or "0"
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """``digits`` with the decimal point after the first ``point`` of them."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def shown(value: float) -> str:
    """A number within a text: fractions with 15 digits, so that 0.1 + 0.2 is 0.3."""
    if isinstance(value, float) and math.isfinite(value) and value != math.floor(value):
        value = float(f"{value:.15g}")
    return number_text(value)


_POWERS = tuple(10.0**places for places in range(16))
_SHORTCUT = 1e9
_CLEARLY = 0.4999


def round_half_even(value: float, precision: int) -> float:
    """``$round`` of the reference: shift the decimal point in the text, round half to even, shift back.

    Away from a tie multiplying gives the same: its error is far below the distance to the tie, and
    dividing whole numbers gives the double that is nearest, as reading the text does.
    """
    if 0 <= precision < 16:
        scaled = value * _POWERS[precision]
        if -_SHORTCUT < scaled < _SHORTCUT:
            nearest = math.floor(scaled + 0.5)
            if -_CLEARLY < scaled - nearest < _CLEARLY:
                return nearest / _POWERS[precision]
    shifted = _shift(value, precision)
    if not math.isfinite(shifted):
        return value
    return _shift(float(round(shifted)), -precision)


def _shift(value: float, places: int) -> float:
    if places == 0:
        return float(value)
    mantissa, _, exponent = repr(float(value)).partition("e")
    return float(f"{mantissa}e{int(exponent or 0) + places}")


def parse_number(text: str) -> float:
    """``$number`` of a string: decimal (leading zeros allowed), or 0x, 0o, 0b; anything else is D3030."""
    if _DECIMAL.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return number
    elif _RADIX.fullmatch(text):
        return float(int(text, 0))
    raise JException("D3030", -1, text)
