"""From an engine's values to plain JSON."""

import math
from typing import Any

from flows.engine.mapping.authority.meter import Meter
from flows.engine.mapping.authority.values import NULL, is_function
from flows.engine.mapping.errors import MappingError, MappingOutputError, MappingTooDeep, MappingTooLarge

_INT_MIN, _INT_MAX = -(2**63), 2**64 - 1
_BYTES_PER_VALUE = 2


def plain(value: Any, meter: Meter) -> Any:
    """``value`` as JSON of None, bool, int, float, str, list and dict, newly built.

    Integral floats become integers as far as JSON readers keep 64 bits; both engines' results pass
    through here, so that equal results are equal objects.

    Raises:
        MappingOutputError: there is a function, a number beyond range or half a character.
        MappingLimitError: it exceeds the meter's limits.
    """
    return _Plain(meter).convert(value, 0)


class _Plain:
    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.limits = meter.limits
        self.left = meter.limits.output_bytes

    def convert(self, value: Any, depth: int) -> Any:
        if isinstance(value, str):
            self.left -= len(value) + _BYTES_PER_VALUE if value.isascii() else _size(value)
        elif isinstance(value, dict):
            self._enter(len(value), depth)
            return {self.convert(name, depth): self.convert(item, depth + 1) for name, item in value.items()}
        elif isinstance(value, list):
            self._enter(len(value), depth)
            return [self.convert(item, depth + 1) for item in value]
        else:
            self.left -= _BYTES_PER_VALUE
            value = _scalar(value)
        if self.left < 0:
            raise self._too_large()
        return value

    def _enter(self, members: int, depth: int) -> None:
        self.left -= members + _BYTES_PER_VALUE
        self.meter.tick()
        if self.left < 0:
            raise self._too_large()
        if depth >= self.limits.depth:
            raise MappingTooDeep(
                f"The result nests deeper than {self.limits.depth} levels.", hint="Build flatter results."
            )

    def _too_large(self) -> MappingError:
        return MappingTooLarge(
            f"The result is larger than {self.limits.output_bytes:,} bytes.",
            hint="Map less at once, or leave out what the next step does not need.",
        )


def _scalar(value: Any) -> Any:
    if value is None or value is NULL:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if _INT_MIN <= value <= _INT_MAX else _finite(float(value))
    if isinstance(value, float):
        return _finite(value)
    what = "a function" if is_function(value) else "something that is not data"
    raise MappingOutputError(
        f"The result holds {what}.", hint="Call the function: write its arguments in parentheses."
    )


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise MappingOutputError(
            "The result holds a number beyond range.", hint="Check for a division by zero.", reference="D1001"
        )
    return int(value) if value == math.floor(value) and _INT_MIN <= value <= _INT_MAX else value


def _size(value: str) -> int:
    try:
        return len(value.encode()) + _BYTES_PER_VALUE
    except UnicodeEncodeError as error:
        raise MappingOutputError(
            "The result holds half of a character pair, which no text may hold.",
            hint="Check where strings are cut or where \\u escapes are written.",
        ) from error
