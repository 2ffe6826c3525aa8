"""Walking the tree of an expression."""

from collections.abc import Iterator
from typing import Any

from jsonata.parser import Parser


def symbols(tree: Any) -> Iterator[Any]:
    """Every node of the tree once; operands may be shared. Without recursion, for trees may be deep."""
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list | tuple):
            waiting += part
        elif isinstance(part, Parser.Symbol) and id(part) not in seen:
            seen.add(id(part))
            yield part
            waiting += vars(part).values()
