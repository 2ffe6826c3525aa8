"""What an evaluation has used so far, and its end when that is too much."""

import time

from flows.engine.mapping.errors import MappingTooDeep, MappingTooLarge, took_too_long
from flows.engine.mapping.limits import Limits

_STEPS_BETWEEN_LOOKS = 64
_TOTAL_FACTOR = 4
"""All arrays and strings of one evaluation together may hold this many times what a single one may."""


class Meter:
    """Counts time, items, characters and depth against ``limits``."""

    __slots__ = ("_fuel", "_latest", "_used", "chars_left", "deadline", "depth", "items_left", "limits")

    def __init__(self, limits: Limits, deadline: float) -> None:
        self.limits = limits
        self.deadline = deadline
        self._latest = deadline + limits.seconds * (limits.patience - 1)
        self._used = time.thread_time() if limits.patience > 1 else 0.0
        self.items_left = limits.sequence_items * _TOTAL_FACTOR
        self.chars_left = limits.string_chars * _TOTAL_FACTOR
        self.depth = 0
        self._fuel = _STEPS_BETWEEN_LOOKS

    def tick(self, steps: int = 1) -> None:
        """Note work done; looks at the clock now and then."""
        self._fuel -= steps
        if self._fuel < 0:
            self._fuel = _STEPS_BETWEEN_LOOKS
            self.look()

    def look(self) -> None:
        """End the evaluation when its time is over."""
        if time.monotonic() > self.deadline and not self._was_held_up():
            raise took_too_long(self.limits.seconds)

    def seconds_left(self) -> float:
        """Time that remains by the clock, at least 0."""
        return max(0.0, min(self._latest - time.monotonic(), self.limits.seconds))

    def _was_held_up(self) -> bool:
        """Whether the processor was given to others for a part of the time, which is had once more."""
        now = time.monotonic()
        if now >= self._latest:
            return False
        left = self.limits.seconds - (time.thread_time() - self._used)
        self.deadline = min(now + left, self._latest)
        return left > 0

    def items(self, count: int, reference: str = "D2015") -> None:
        """Note an array or object of ``count`` members."""
        self.items_left -= count
        if count > self.limits.sequence_items or self.items_left < 0:
            raise MappingTooLarge(
                f"An array would grow beyond {self.limits.sequence_items:,} items.",
                hint="Select fewer items before combining them.",
                reference=reference,
            )
        self.tick(1 + (count >> 4))

    def chars(self, count: int) -> None:
        """Note a text of ``count`` characters."""
        self.chars_left -= count
        if count > self.limits.string_chars or self.chars_left < 0:
            raise MappingTooLarge(
                f"A text would grow beyond {self.limits.string_chars:,} characters.",
                hint="Build shorter texts.",
            )
        self.tick(1 + (count >> 12))

    def enter(self) -> None:
        """One function call deeper."""
        self.depth += 1
        if self.depth > self.limits.depth:
            raise too_deep(self.limits)

    def leave(self) -> None:
        """Back from a function call."""
        self.depth -= 1


def too_deep(limits: Limits) -> MappingTooDeep:
    """The error of a recursion that goes too far."""
    return MappingTooDeep(
        f"Function calls nest deeper than {limits.depth}.",
        hint="Look for a recursion without end, or make the call the last thing the function does.",
        reference="D1011",
    )
