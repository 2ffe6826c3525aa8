"""``$formatNumber``: XPath's fn:format-number as the reference implements it (F&O 3.1, section 4.7)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from jsonata.jexception import JException

from flows.engine.mapping.authority.numbers import round_half_even

MAX_PICTURE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Symbols:
    """The characters that have a meaning in a picture."""

    decimal: str
    grouping: str
    exponent: str
    minus: str
    percent: str
    per_mille: str
    zero: str
    digit: str
    pattern: str

    @property
    def family(self) -> str:
        """The ten digits."""
        return "".join(chr(ord(self.zero) + offset) for offset in range(10))


def symbols(options: Mapping[str, Any]) -> Symbols:
    """The defaults, with what ``options`` replace."""
    return Symbols(
        decimal=options.get("decimal-separator", "."),
        grouping=options.get("grouping-separator", ","),
        exponent=options.get("exponent-separator", "e"),
        minus=options.get("minus-sign", "-"),
        percent=options.get("percent", "%"),
        per_mille=options.get("per-mille", "\u2030"),
        zero=options.get("zero-digit", "0"),
        digit=options.get("digit", "#"),
        pattern=options.get("pattern-separator", ";"),
    )


@dataclass(frozen=True, slots=True)
class SubPicture:
    """One half of a picture, cut into its parts."""

    text: str
    prefix: str
    suffix: str
    active: str
    mantissa: str
    integer: str
    fraction: str
    exponent: str | None


def cut(text: str, sym: Symbols) -> SubPicture:
    """Cut a sub-picture into prefix, active part and suffix, and the active part into numbers."""
    marks = sym.family + sym.decimal + sym.grouping + sym.digit + sym.pattern
    places = [index for index, char in enumerate(text) if char in marks]
    first, last = (places[0], places[-1] + 1) if places else (0, len(text))
    active = text[first:last]
    mantissa, separator, exponent = active.partition(sym.exponent)
    integer, _, fraction = mantissa.partition(sym.decimal)
    return SubPicture(
        text, text[:first], text[last:], active, mantissa, integer, fraction, exponent if separator else None
    )


def check(part: SubPicture, sym: Symbols) -> None:
    """Refuse a malformed sub-picture; where several rules are broken, the last one names the error."""
    text, family = part.text, sym.family
    scaled = sym.percent in text or sym.per_mille in text
    marks = family + sym.decimal + sym.exponent + sym.grouping + sym.digit + sym.pattern
    at = text.find(sym.decimal)
    before_optional = part.integer.partition(sym.digit)[0]
    after_optional = part.fraction.rpartition(sym.digit)[2] if sym.digit in part.fraction else ""
    broken = {
        "D3081": text.count(sym.decimal) > 1,
        "D3082": text.count(sym.percent) > 1,
        "D3083": text.count(sym.per_mille) > 1,
        "D3084": sym.percent in text and sym.per_mille in text,
        "D3085": not any(char in family + sym.digit for char in part.mantissa),
        "D3086": any(char not in marks for char in part.active),
        "D3087": at != -1 and sym.grouping in (text[at - 1 : at], text[at + 1 : at + 2]),
        "D3088": at == -1 and part.integer.endswith(sym.grouping),
        "D3089": sym.grouping * 2 in text,
        "D3090": sym.digit in part.integer and any(char in family for char in before_optional),
        "D3091": any(char in family for char in after_optional),
        "D3092": bool(part.exponent) and scaled,
        "D3093": part.exponent is not None
        and (not part.exponent or any(char not in family for char in part.exponent)),
    }
    faults = [code for code, is_broken in broken.items() if is_broken]
    if faults:
        raise JException(faults[-1], -1)


@dataclass(frozen=True, slots=True)
class Shape:
    """How many digits stand where."""

    regular: int
    integer_groups: tuple[int, ...]
    fraction_groups: tuple[int, ...]
    scaling: int
    min_integer: int
    min_fraction: int
    max_fraction: int
    min_exponent: int


def shape(part: SubPicture, sym: Symbols) -> Shape:
    """Analyse a checked sub-picture."""
    family, any_digit = sym.family, sym.family + sym.digit
    integer_groups = tuple(
        sum(char in any_digit for char in part.integer[index:])
        for index, char in enumerate(part.integer)
        if char == sym.grouping
    )
    fraction_groups = tuple(
        sum(char in any_digit for char in part.fraction[:index])
        for index, char in enumerate(part.fraction)
        if char == sym.grouping
    )
    scaling = min_integer = sum(char in family for char in part.integer)
    min_fraction = sum(char in family for char in part.fraction)
    max_fraction = sum(char in any_digit for char in part.fraction)
    if min_integer == 0 and max_fraction == 0:
        if part.exponent is not None:
            min_fraction = max_fraction = 1
        else:
            min_integer = 1
    if part.exponent is not None and min_integer == 0 and sym.digit in part.integer:
        min_integer = 1
    if min_integer == 0 and min_fraction == 0:
        min_fraction = 1
    return Shape(
        regular=_regular(integer_groups),
        integer_groups=integer_groups,
        fraction_groups=fraction_groups,
        scaling=scaling,
        min_integer=min_integer,
        min_fraction=min_fraction,
        max_fraction=max_fraction,
        min_exponent=sum(char in family for char in part.exponent or ""),
    )


def _regular(groups: tuple[int, ...]) -> int:
    """The size of the groups where they all have the same; else 0."""
    if not groups:
        return 0
    factor = reduce(math.gcd, groups)
    return factor if all(index * factor in groups for index in range(1, len(groups) + 1)) else 0


def format_number(run: Any, value: Any, picture: Any, options: Any) -> Any:
    """``$formatNumber``: rounds half to even on the decimal digits."""
    if value is None:
        return None
    if picture is None or len(picture) > MAX_PICTURE_CHARS:
        raise JException("T0410", -1, 2, "formatNumber")
    sym = symbols(options or {})
    pictures = picture.split(sym.pattern)
    if len(pictures) > 2:
        raise JException("D3080", -1)
    parts = [cut(text, sym) for text in pictures]
    for part in parts:
        check(part, sym)
    negative = value < 0
    part = parts[-1] if negative else parts[0]
    prefix = sym.minus if negative and len(parts) == 1 else ""
    return prefix + part.prefix + _number(abs(value), part, shape(part, sym), sym) + part.suffix


def _number(value: float, part: SubPicture, form: Shape, sym: Symbols) -> str:
    factor = 100 if sym.percent in part.text else 1000 if sym.per_mille in part.text else 1
    mantissa, exponent = float(value * factor), 0
    if form.min_exponent and mantissa:
        while mantissa < 10.0 ** (form.scaling - 1):
            mantissa, exponent = mantissa * 10, exponent - 1
        while mantissa > 10.0**form.scaling:
            mantissa, exponent = mantissa / 10, exponent + 1
    rounded = round_half_even(mantissa, form.max_fraction)
    whole, _, fraction = f"{rounded:.{form.max_fraction}f}".partition(".")
    whole = whole.lstrip("0").rjust(form.min_integer, "0")
    fraction = fraction.rstrip("0").ljust(form.min_fraction, "0")
    text = _grouped(whole, form, sym)
    shown = _split_fraction(fraction, form, sym)
    if shown and sym.decimal in part.text:
        text += sym.decimal + shown
    if form.min_exponent:
        sign = sym.minus if exponent < 0 else ""
        text += sym.exponent + sign + str(abs(exponent)).rjust(form.min_exponent, "0")
    return text if sym.zero == "0" else _in_family(text, sym)


def _grouped(whole: str, form: Shape, sym: Symbols) -> str:
    count = len(whole)
    step = form.regular
    places = (
        set(range(step, count, step)) if step else {place for place in form.integer_groups if place < count}
    )
    out = []
    for index, char in enumerate(whole):
        if index and count - index in places:
            out.append(sym.grouping)
        out.append(char)
    return "".join(out)


def _split_fraction(fraction: str, form: Shape, sym: Symbols) -> str:
    for shift, place in enumerate(form.fraction_groups):
        cut_at = place + shift
        if cut_at < len(fraction):
            fraction = fraction[:cut_at] + sym.grouping + fraction[cut_at:]
    return fraction


def _in_family(text: str, sym: Symbols) -> str:
    return text.translate({ord("0") + offset: digit for offset, digit in enumerate(sym.family)})
