"""``$formatInteger`` and ``$parseInteger``: the library's, within bounds and with JSONata's codes."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jsonata.datetimeutils import DateTimeUtils
from jsonata.jexception import JException

_MAX_CHARS = 200
_MAX_ROMAN = 1_000_000
_FAULTS = {
    "Formatting or parsing an integer": "D3130",
    "In a decimal digit pattern": "D3131",
    "Unknown component specifier": "D3132",
    "The 'name' modifier": "D3133",
    "The timezone integer format": "D3134",
    "No matching closing bracket": "D3135",
    "The date/time picture string is missing": "D3136",
}


@contextmanager
def coded(fallback: str) -> Iterator[None]:
    """Turn the library's plain errors into coded ones; what has no code of its own gets ``fallback``."""
    try:
        yield
    except JException:
        raise
    except (RuntimeError, LookupError, ValueError, TypeError, ArithmeticError) as error:
        code = next((code for text, code in _FAULTS.items() if str(error).startswith(text)), fallback)
        raise JException(code, -1) from error


def format_integer(run: Any, value: Any, picture: Any) -> Any:
    """``$formatInteger``."""
    if value is None:
        return None
    whole = math.floor(value)
    if picture is None or len(picture) > _MAX_CHARS or (picture[:1] in "iI" and abs(whole) > _MAX_ROMAN):
        raise JException("T0410", -1, 2, "formatInteger")
    with coded("D3130"):
        return DateTimeUtils.format_integer(whole, picture)


def parse_integer(run: Any, value: Any, picture: Any) -> Any:
    """``$parseInteger``."""
    if value is None:
        return None
    if picture is None or len(picture) > _MAX_CHARS or len(value) > _MAX_CHARS:
        raise JException("T0410", -1, 1 if picture else 2, "parseInteger")
    with coded("D3030"):
        return DateTimeUtils.parse_integer(value, picture)
