"""Writes the program of an expression: statements in the order in which the authority evaluates.

The tree is that of ``stand_ins``, before the parser's second pass. Names and literals of the expression
come into the program only as literals of Python.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flows.engine.mapping.authority.numbers import SAFE, tidy
from flows.engine.mapping.direct import paths
from flows.engine.mapping.direct.calls import write_call
from flows.engine.mapping.direct.lines import Lines
from flows.engine.mapping.direct.values import Kind, Place, Unfit, Value, is_array, is_object, truth_of

_ARITHMETIC = frozenset("+-*/")
_COMPARISONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_EQUALITIES = {"=": "equal", "!=": "unequal"}


class Writer:
    """Writes one program. ``variables`` are those that come from outside."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.variables: set[str] = set()

    def program(self, tree: Any) -> str:
        """The function's text."""
        self.lines.add("find = document.get if type(document) is dict else finder(document)")
        value = self.write(tree, Place("document", "find"), 0)
        if not value.defined:
            with self.lines.below(f"if {value.code} is UNDEFINED:"):
                self.lines.add("return None")
        return self.lines.function(self.lines.stored(value, 0))

    def write(self, node: Any, place: Place, depth: int) -> Value:
        """One node, whose value stands below so many levels of the result."""
        write = _NODES.get(node.type)
        if write is None or node.keep_array:
            raise Unfit
        return write(self, node, place, depth)

    def string(self, node: Any, place: Place, depth: int) -> Value:
        return Value(repr(node.value), Kind.TEXT, defined=True, fresh=True)

    def number(self, node: Any, place: Place, depth: int) -> Value:
        return _number(node.value)

    def value(self, node: Any, place: Place, depth: int) -> Value:
        kind = Kind.ANY if node.value is None else Kind.TRUTH
        return Value(repr(node.value), kind, defined=True, fresh=True)

    def variable(self, node: Any, place: Place, depth: int) -> Value:
        name = node.value
        if name == "":
            return Value(place.item, defined=True)
        if name == "$":
            return Value("document", defined=True)
        if name in place.variables:
            return place.variables[name]
        self.variables.add(name)
        return self.lines.let(f"bindings.get({name!r}, UNDEFINED)")

    def path(self, node: Any, place: Place, depth: int) -> Value:
        return paths.write(self, node, place, depth)

    def block(self, node: Any, place: Place, depth: int) -> Value:
        value = Value("UNDEFINED")
        for statement in node.expressions:
            if statement.type == "binary" and statement.value == ":=":
                value = replace(self.lines.named(self.write(statement.rhs, place, depth)), fresh=False)
                place = replace(place, variables={**place.variables, statement.lhs.value: value})
            else:
                value = self.write(statement, place, depth)
        return value

    def function(self, node: Any, place: Place, depth: int) -> Value:
        values = [self.write(argument, place, depth) for argument in node.arguments]
        return write_call(self.lines, node.procedure.value, node.arguments, values)

    def condition(self, node: Any, place: Place, depth: int) -> Value:
        shared: Value | None = None
        if node.then is node.condition:
            shared = self.write(node.then, place, depth)
            test = truth_of(shared)
        elif node.condition.type == "function" and node.condition.arguments[:1] == [node.then]:
            shared = self.lines.named(self.write(node.then, place, depth))
            test = f"{shared.code} is not UNDEFINED"
        else:
            test = truth_of(self.write(node.condition, place, depth))
        made = self.lines.name()
        with self.lines.below(f"if {test}:"):
            then = shared or self.write(node.then, place, depth)
            self.lines.add(f"{made} = {then.code}")
        with self.lines.below("else:"):
            other = Value("UNDEFINED", then.kind, fresh=True)
            if node._else is not None:
                other = self.write(node._else, place, depth)
            self.lines.add(f"{made} = {other.code}")
        kind = then.kind if then.kind is other.kind else Kind.ANY
        fresh = then.fresh and other.fresh and shared is None
        return Value(made, kind, then.defined and other.defined, fresh)

    def unary(self, node: Any, place: Place, depth: int) -> Value:
        if node.value == "[":
            return self._array(node, place, depth)
        if node.value == "{":
            return self._object(node, place, depth)
        if node.expression.type == "number":
            return _number(-node.expression.value)
        value = self.write(node.expression, place, depth)
        code = value.code
        negated = f"-{code} if {_are_numbers(value)} else no_number({code})"
        return self.lines.let(negated, value.kind)

    def binary(self, node: Any, place: Place, depth: int) -> Value:
        op = node.value
        if op in (".", "["):
            return self.path(node, place, depth)
        if op in ("and", "or"):
            return self._junction(node, place, depth)
        if op not in _ARITHMETIC and op not in _COMPARISONS and op not in _EQUALITIES and op != "&":
            raise Unfit
        left, right = self.write(node.lhs, place, depth), self.write(node.rhs, place, depth)
        if op in _ARITHMETIC:
            return self._arithmetic(op, left, right)
        if op in _COMPARISONS:
            return self._comparison(op, left, right)
        if op in _EQUALITIES:
            return self.lines.let(f"{_EQUALITIES[op]}({left.code}, {right.code})", Kind.TRUTH, defined=True)
        return self.lines.let(f"{_text(left)} + {_text(right)}", Kind.TEXT, defined=True)

    def _junction(self, node: Any, place: Place, depth: int) -> Value:
        """The right side is looked at only where it decides."""
        made = self.lines.let(truth_of(self.write(node.lhs, place, depth)), Kind.TRUTH, defined=True)
        with self.lines.below(f"if {made.code}:" if node.value == "and" else f"if not {made.code}:"):
            self.lines.add(f"{made.code} = {truth_of(self.write(node.rhs, place, depth))}")
        return made

    def _arithmetic(self, op: str, left: Value, right: Value) -> Value:
        made = self.lines.name()
        with self.lines.below(f"if {_are_numbers(left, right)}:"):
            if op == "/":
                self.lines.refuse(f"{right.code} == 0")
            self.lines.add(f"{made} = {left.code} {op} {right.code}")
            self.lines.refuse(f"not -SAFE < {made} < SAFE")
        with self.lines.below("else:"):
            self.lines.add(f"{made} = no_number({left.code}, {right.code})")
        return Value(made, Kind.NUMBER, defined=left.is_number and right.is_number)

    def _comparison(self, op: str, left: Value, right: Value) -> Value:
        otherwise = f"compared({left.code}, {right.code}, {_COMPARISONS[op]})"
        code = f"{left.code} {op} {right.code} if {_are_numbers(left, right)} else {otherwise}"
        return self.lines.let(code, Kind.TRUTH, defined=left.is_number and right.is_number)

    def _object(self, node: Any, place: Place, depth: int) -> Value:
        keys = [
            key.value if key.type == "string" and not key.keep_array else None for key, _ in node.lhs_object
        ]
        if None in keys or len(set(keys)) < len(keys):
            raise Unfit
        made = self.lines.let("{}", defined=True, fresh=True)
        for key, (_, member) in zip(keys, node.lhs_object, strict=True):
            value = self.write(member, place, depth + 1)
            stored = self.lines.stored(value, depth + 1)
            self.lines.where_defined(value, f"{made.code}[{key!r}] = {stored}")
        return made

    def _array(self, node: Any, place: Place, depth: int) -> Value:
        made, grows = self.lines.let("[]", defined=True, fresh=True), False
        for member in node.expressions:
            value = self.write(member, place, depth + 1)
            one = f"{made.code}.append({self.lines.stored(value, depth + 1)})"
            if value.kind is not Kind.ANY or is_array(member) or is_object(member):
                self.lines.where_defined(value, one)
                continue
            grows = True
            with self.lines.below(f"if type({value.code}) is list:"):
                self.lines.add(f"{made.code}.extend({self.lines.stored(value, depth)})")
            with self.lines.below("else:"):
                self.lines.where_defined(value, one)
        if grows:  # nothing else makes a sequence longer than one of the message
            self.lines.refuse(f"len({made.code}) > most")
        return made


def _number(value: float) -> Value:
    if not -SAFE < value < SAFE:
        raise Unfit
    return Value(repr(tidy(value)), Kind.NUMBER, defined=True, fresh=True)


def _are_numbers(*values: Value) -> str:
    unknown = dict.fromkeys(value.code for value in values if not value.is_number)
    return " and ".join(f"(type({code}) is int or type({code}) is float)" for code in unknown) or "True"


def _text(value: Value) -> str:
    return value.code if value.kind is Kind.TEXT and value.defined else f"text({value.code})"


_NODES: dict[str, Callable[[Writer, Any, Place, int], Value]] = {
    "string": Writer.string,
    "number": Writer.number,
    "value": Writer.value,
    "name": Writer.path,
    "variable": Writer.variable,
    "unary": Writer.unary,
    "binary": Writer.binary,
    "block": Writer.block,
    "function": Writer.function,
    "condition": Writer.condition,
}
