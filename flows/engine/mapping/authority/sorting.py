"""The reference's merge sort: its outcome for contradictory comparators is part of the meaning."""

from collections.abc import Callable
from typing import Any

from flows.engine.mapping.authority.meter import Meter


def merge_sort(items: list[Any], comes_after: Callable[[Any, Any], bool], meter: Meter) -> list[Any]:
    """Sort stably; ``comes_after(a, b)`` says that a has to stand behind b."""
    if len(items) <= 1:
        return items
    middle = len(items) // 2
    left = merge_sort(items[:middle], comes_after, meter)
    right = merge_sort(items[middle:], comes_after, meter)
    merged: list[Any] = []
    at_left = at_right = 0
    while at_left < len(left) and at_right < len(right):
        meter.tick()
        if comes_after(left[at_left], right[at_right]):
            merged.append(right[at_right])
            at_right += 1
        else:
            merged.append(left[at_left])
            at_left += 1
    return merged + left[at_left:] + right[at_right:]
