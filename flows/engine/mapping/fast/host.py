"""Functions that the fast engine calls back for: its own differ from the reference.

Each is handed what the fast engine has evaluated. It cannot tell null from undefined, and so refuses
anything but the types it is sure of; the authority then evaluates the whole expression.
"""

from collections.abc import Callable
from typing import Any

from flows.engine.mapping.authority.functions.dates import from_millis, to_millis
from flows.engine.mapping.authority.functions.pictures import format_number
from flows.engine.mapping.authority.numbers import round_half_even
from flows.engine.mapping.quick.numbers import finite, number
from flows.engine.mapping.quick.reasons import LeftToAuthority

PREFIX = "fairlead_"


class Clock:
    """What ``$now`` and ``$millis`` read; set before each evaluation of a thread."""

    def __init__(self) -> None:
        self.now_ms = 0


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise LeftToAuthority
    return value


def round_(value: Any, precision: Any = 0) -> Any:
    """``$round``: the fast engine's multiplies, so that 4.5 * 0.95 becomes 4.28 instead of 4.27."""
    if type(value) is not float:  # what most calls give needs no more looking at: beyond range it errs
        value = finite(value)
    return round_half_even(value, int(precision))


def format_number_(value: Any, picture: Any) -> str:
    """``$formatNumber`` without options."""
    return str(format_number(None, finite(value), _string(picture), None))


def functions(clock: Clock) -> dict[str, Callable[..., Any]]:
    """By JSONata's name; ``clock`` is that of the thread whose compiled expressions call them."""
    return {
        "number": number,
        "round": round_,
        "formatNumber": format_number_,
        "now": lambda *texts: from_millis(clock, clock.now_ms, *_texts(texts)),
        "millis": lambda: clock.now_ms,
        "fromMillis": lambda value, *texts: from_millis(clock, finite(value), *_texts(texts)),
        "toMillis": lambda value, *texts: _defined(to_millis(clock, _string(value), *_texts(texts)[:1])),
    }


def _texts(values: tuple[Any, ...]) -> tuple[str | None, str | None]:
    """A picture and a time zone, as far as given."""
    given = [*map(_string, values), None, None]
    return given[0], given[1]


def _defined(value: Any) -> Any:
    if value is None:
        raise LeftToAuthority
    return value


HOSTED = frozenset(functions(Clock()))
READ_CLOCK = frozenset({"now", "millis", "toMillis"})
WITHOUT_SUBJECT = frozenset({"now", "millis"})
"""Hosted functions that are called without looking at a first argument."""
