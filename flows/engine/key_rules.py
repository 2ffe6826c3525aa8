"""Which expressions may be keys. They run at the door, in the process that takes requests in, so
their cost must be bounded by the size of the expression and of the document, for any document.

A path only descends; its first step may be a list, a literal or a function; conditions stand at
most two inside one another. What could multiply is left out: variables, functions of one's own,
descendants and parents, sorting, grouping, patterns, constructors inside paths.
"""

from collections.abc import Iterator
from typing import Any, NoReturn

from flows.engine.mapping.errors import MappingRefused
from flows.engine.mapping.positions import where_at
from flows.engine.mapping.syntax.parser import Parsed, parse

MAX_CHARS = 1_000
MAX_FILTERS = 2
MAX_VISITS = 1_000
FUNCTIONS = frozenset(
    [
        "abs",
        "boolean",
        "ceil",
        "contains",
        "count",
        "exists",
        "floor",
        "join",
        "length",
        "lowercase",
        "max",
        "min",
        "not",
        "number",
        "round",
        "string",
        "substring",
        "substringAfter",
        "substringBefore",
        "sum",
        "trim",
        "uppercase",
    ]
)
_OPERATORS = frozenset(["&", "+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"])
_LITERALS = frozenset(["string", "number", "value"])
_HINT = "Compute it in a map step, or choose a simpler key: a path, a condition, a text function, &."


def check_key(source: str) -> None:
    """Refuses what a key expression may not be.

    Raises:
        MappingSyntaxError: it is not JSONata.
        MappingRefused: it is, but not of the safe subset; with line and column.
    """
    if len(source) > MAX_CHARS:
        raise MappingRefused(f"A key expression has at most {MAX_CHARS:,} characters.", hint=_HINT)
    parsed = parse(source)
    _Check(parsed).node(parsed.tree, 0)


class _Check:
    """Walks the tree; ``filters`` counts the conditions around a node."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.visits = 0

    def node(self, node: Any, filters: int) -> None:
        self.visits += 1
        if self.visits > MAX_VISITS:  # a ?: b holds a twice, so nesting it doubles the work
            self.refuse(node, "That much work is")
        if getattr(node, "group", None) is not None:
            self.refuse(node, "Grouping is")
        visit = getattr(self, f"_{node.type}", None)
        if visit is None and node.type not in _LITERALS:
            self.refuse(node, "This is")
        if visit is not None:
            visit(node, filters)
        self.stages(node, filters)

    def stages(self, node: Any, filters: int) -> None:
        """Conditions and indexes that follow a step."""
        for stage in (*(getattr(node, "stages", None) or ()), *(getattr(node, "predicate", None) or ())):
            if stage.type != "filter":
                self.refuse(node, "Binding a position is")
            if filters >= MAX_FILTERS:
                self.refuse(node, "A condition inside conditions is")
            self.node(stage.expr, filters + 1)

    def _path(self, node: Any, filters: int) -> None:
        for place, step in enumerate(node.steps):
            if any(getattr(step, name, None) for name in ("focus", "index", "ancestor")):
                self.refuse(step, "Binding a variable is")
            if place and step.type not in ("name", "wildcard"):
                self.refuse(step, "A path that does more than descend is")
            self.node(step, filters)

    def _name(self, node: Any, filters: int) -> None:
        pass

    def _wildcard(self, node: Any, filters: int) -> None:
        pass

    def _variable(self, node: Any, filters: int) -> None:
        if node.value != "":
            self.refuse(node, "A variable is")

    def _binary(self, node: Any, filters: int) -> None:
        if node.value not in _OPERATORS:
            self.refuse(node, f"The operator {node.value} is")
        self.node(node.lhs, filters)
        self.node(node.rhs, filters)

    def _unary(self, node: Any, filters: int) -> None:
        if node.value == "-":
            self.node(node.expression, filters)
        elif node.value == "[" and not filters:
            for one in node.expressions:
                self.node(one, filters)
        else:
            self.refuse(node, "An object, or a list inside a condition, is")

    def _condition(self, node: Any, filters: int) -> None:
        for part in (node.condition, node.then, getattr(node, "_else", None)):
            if part is not None:
                self.node(part, filters)

    def _block(self, node: Any, filters: int) -> None:
        for one in node.expressions:
            self.node(one, filters)

    def _function(self, node: Any, filters: int) -> None:
        name = getattr(node.procedure, "value", None)
        if node.procedure.type != "variable" or name not in FUNCTIONS:
            self.refuse(node, f"The function ${name} is")
        for argument in node.arguments:
            self.node(argument, filters)

    def refuse(self, node: Any, what: str) -> NoReturn:
        position = next((at for at in _positions(node)), 0)
        raise MappingRefused(
            f"{what} not possible in a key expression.",
            hint=_HINT,
            where=where_at(self.parsed.source, self.parsed.start(position)),
        )


def _positions(node: Any) -> Iterator[int]:
    position = getattr(node, "position", None)
    if isinstance(position, int) and position >= 0:
        yield position
