"""How large what an expression builds can become, from its text alone.

The fast engine's memory cannot be bounded while it runs, so expressions that could build much more
than they read are recognised beforehand. A size is estimated as ``weight * context^near * input^far``:
``near`` follows the item at hand, whose sizes add up to the whole when a path visits all items;
``far`` counts what is taken from elsewhere (``$$``, variables) again for each item.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from jsonata.parser import Parser

_MULTIPLYING = frozenset({"join", "replace"})
_VISITING = frozenset({"map", "filter", "single", "sift", "each"})
# fmt: off
_SMALL = frozenset({
    "sum", "count", "max", "min", "average", "length", "contains", "floor", "ceil", "abs", "sqrt", "power",
    "boolean", "not", "exists", "type", "number", "round", "formatNumber", "now", "millis", "fromMillis",
    "toMillis",
})
# fmt: on
"""Functions whose results are small whatever they are given."""
_TEXT_UNIT = 100


@dataclass(frozen=True, slots=True)
class Growth:
    """An upper bound of a size."""

    weight: int = 1
    near: int = 0
    far: int = 0

    @property
    def degree(self) -> int:
        """The power of the input's size."""
        return self.near + self.far

    def beside(self, other: "Growth") -> "Growth":
        """Both together. Where neither grows like the other, what only one takes from the item at hand
        counts as taken from elsewhere: that is no smaller, and the power stays that of the higher one."""
        weight, least = self.weight + other.weight, min(self.near, other.near)
        near, far = max(self.near, other.near), max(self.far, other.far)
        if (near, far) in ((self.near, self.far), (other.near, other.far)):
            return Growth(weight, near, far)
        return Growth(weight, least, max(self.degree, other.degree) - least)

    def at_most(self, other: "Growth") -> "Growth":
        """The larger of both: of the higher power, with the greater weight."""
        larger = max(self, other, key=lambda growth: growth.degree)
        return Growth(max(self.weight, other.weight), larger.near, larger.far)

    def times(self, other: "Growth") -> "Growth":
        """One for each of the other."""
        return Growth(self.weight * other.weight, self.near + other.near, self.far + other.far)

    def visited(self, each: "Growth") -> "Growth":
        """``each`` evaluated for every item of this."""
        power = max(1, each.near)
        return Growth(self.weight * each.weight, self.near * power, self.far * power + each.far)


_LITERAL = Growth()
_NAME = Growth(near=1)
_ELSEWHERE = Growth(far=1)
_RANGE = Growth(10_000)
_PADDING = Growth(10)


class Estimate:
    """Walks a tree before the parser's second pass."""

    def __init__(self) -> None:
        self.variables: dict[str, Growth] = {"": _NAME, "$": _ELSEWHERE}
        self.peak = _LITERAL

    def of(self, node: Any) -> Growth:
        """The size of the node's value; ``peak`` keeps the largest on the way."""
        size = self._size(node)
        self.peak = self.peak.at_most(size)
        return size

    def _size(self, node: Any) -> Growth:
        if node.type == "variable":
            return self.variables.get(node.value, _ELSEWHERE)
        if node.type in ("name", "wildcard"):
            return _NAME
        if node.type == "descendant":
            return Growth(near=2)
        if node.type == "string":
            return Growth(1 + len(node.value) // _TEXT_UNIT)
        if node.type == "binary":
            return self._binary(node)
        if node.type == "function":
            return self._function(node)
        if node.type == "condition":
            self.of(node.condition)
            branches = [part for part in (node.then, node._else) if part is not None]
            return reduce(Growth.at_most, map(self.of, branches))
        if node.type == "block":
            return self._block(node)
        return self._together(children(node))

    def _block(self, node: Any) -> Growth:
        outer = dict(self.variables)
        sizes = [self.of(part) for part in node.expressions]
        self.variables = outer
        return sizes[-1] if sizes else _LITERAL

    def _binary(self, node: Any) -> Growth:
        if node.value == ":=":
            self.variables[node.lhs.value] = self.of(node.rhs)
            return self.variables[node.lhs.value]
        left = self.of(node.lhs)
        if node.value == ".":
            return left.visited(self._step(node.rhs))
        if node.value == "{":
            return left.visited(self._inside([part for pair in node.rhs_object for part in pair]))
        if _picks_one(node):
            return self._one_of(node.lhs.expressions)
        if node.value in ("[", "^"):
            self._inside([node.rhs] if node.value == "[" else [term.expression for term in node.rhs_terms])
            return left
        if node.value == "..":
            return _RANGE
        right = self.of(node.rhs)
        return left.beside(right) if node.value in ("&", "~>") else _LITERAL

    def _one_of(self, nodes: list[Any]) -> Growth:
        """One of what a list is made of, which is built as a whole before."""
        sizes = [self.of(node) for node in nodes]
        self.peak = self.peak.at_most(reduce(Growth.beside, sizes, _LITERAL))
        return reduce(Growth.at_most, sizes, _LITERAL)

    def _step(self, node: Any) -> Growth:
        """What a step of a path gives for one item. A member of the item is no larger than the item is."""
        return _NAME if node.type in ("name", "string") else self._inside([node])

    def _inside(self, nodes: list[Any], parameters: Iterable[str] = ()) -> Growth:
        """Evaluated for each item: what is bound outside is elsewhere, seen from an item."""
        outer = self.variables
        moved = {name: Growth(size.weight, 0, size.degree) for name, size in outer.items()}
        self.variables = moved | {"": _NAME} | dict.fromkeys(parameters, _NAME)
        size = self._together(nodes)
        self.variables = outer
        return size

    def _function(self, node: Any) -> Growth:
        name = node.procedure.value
        sizes = [self._lambda(part) if part.type == "lambda" else self.of(part) for part in node.arguments]
        if name in _VISITING and len(sizes) > 1:
            return sizes[0].visited(sizes[1])
        if name in _SMALL:
            return _LITERAL
        if name == "pad":
            return sizes[0].beside(_PADDING)
        return reduce(Growth.times if name in _MULTIPLYING else Growth.beside, sizes, _LITERAL)

    def _lambda(self, node: Any) -> Growth:
        """Its parameters are the item at hand; the context it stands in is read again for each item."""
        size = self._inside([node.body], [argument.value for argument in node.arguments])
        return Growth(size.weight, size.near, size.far + _reads_context(node.body))

    def _together(self, nodes: list[Any]) -> Growth:
        total = _LITERAL
        for node in nodes:
            total = total.beside(self.of(node))
        return total


def children(node: Any) -> list[Any]:
    """The nodes directly below a node of the first pass, in the order of the text."""
    if node.type == "block" or (node.type == "unary" and node.value == "["):
        return list(node.expressions)
    if node.type == "unary" and node.value == "{":
        return [part for pair in node.lhs_object for part in pair]
    if node.type == "unary":
        return [node.expression]
    if node.type == "condition":
        return [part for part in (node.condition, node.then, node._else) if part is not None]
    if node.type == "function":
        return list(node.arguments)
    if node.type == "lambda":
        return [node.body]
    return [part for part in (node.lhs, node.rhs) if isinstance(part, Parser.Symbol)]


def _picks_one(node: Any) -> bool:
    """``[a, b][0]``: however much stands in the list, what comes of it is no larger than one of them."""
    of_list = node.lhs.type == "unary" and node.lhs.value == "["
    return bool(node.value == "[" and of_list and node.rhs.type == "number")


def _reads_context(node: Any) -> int:
    """1 where a lambda's body reads the context it stands in, which then is read for each item."""
    if node.type in ("name", "wildcard", "descendant") or (node.type == "variable" and node.value == ""):
        return 1
    if node.type == "binary" and node.value == ".":
        return _reads_context(node.lhs)
    return max(map(_reads_context, children(node)), default=0)


def estimate(tree: Any) -> Growth:
    """The largest size that evaluating ``tree`` can reach."""
    walk = Estimate()
    walk.of(tree)
    return walk.peak
