"""The allow-list: an expression rewritten for the fast engine, or the reason why not.

The tree is jsonata-python's, before its second pass, so each node is one piece of syntax. Writing it
out again puts parentheses where the two parsers' precedence differs, and puts our own functions in
place of those that differ from the reference.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flows.engine.mapping.authority.functions import BUILTINS
from flows.engine.mapping.authority.numbers import number_text
from flows.engine.mapping.fast.allowed import (
    GUARDS,
    HIGHER,
    NATIVE,
    NEEDS_ARGUMENT,
    check_call,
    check_lambda,
    is_wrapped,
)
from flows.engine.mapping.fast.host import HOSTED, PREFIX, WITHOUT_SUBJECT
from flows.engine.mapping.fast.patterns import fast_pattern
from flows.engine.mapping.quick.growth import Growth
from flows.engine.mapping.quick.literals import literal
from flows.engine.mapping.quick.reasons import Unproven

_GUARDED = f"${PREFIX}value"
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset({"and", "or", "in", "true", "false", "null", "function"})
_OPERATORS = frozenset({"+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "&", "and", "or", "in"})
_STEPS = frozenset({".", "[", "{", "^"})
MAX_RANGE = 10_000


@dataclass(frozen=True, slots=True)
class Translation:
    """What the fast engine compiles, the names it may read and call, and how large its result can become."""

    source: str
    variables: frozenset[str]
    functions: frozenset[str]
    hosted: frozenset[str]
    growth: Growth


def translate(tree: Any, growth: Growth) -> Translation:
    """Rewrite a valid expression.

    Raises:
        Unproven: it uses something that is not known to agree in both engines.
    """
    writer = _Writer()
    return Translation(
        writer.write(tree),
        frozenset(writer.variables - {"", "$"}),
        frozenset(writer.functions),
        frozenset(writer.functions & HOSTED),
        growth,
    )


class _Writer:
    """Writes one tree."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.functions: set[str] = set()

    def write(self, node: Any) -> str:
        """One node; ``[]`` behind it where it keeps arrays of one."""
        kind = _WRITERS.get(node.type)
        if kind is None:
            raise Unproven(f"it uses {node.type or node.value}")
        if node.keep_array and is_wrapped(node):
            raise Unproven("[] stands behind a call that is rewritten")
        text = kind(self, node)
        return text + "[]" if node.keep_array else text

    def operand(self, node: Any) -> str:
        """A node beside an operator, in parentheses unless it cannot be taken apart."""
        text = self.write(node)
        return text if _is_postfix(node) else f"({text})"

    def step(self, node: Any) -> str:
        """A node before ``.``, ``[``, ``{`` or ``^``."""
        if not _is_postfix(node):
            raise Unproven("a step of a path is an operator without parentheses")
        return self.write(node)

    def name(self, node: Any) -> str:
        value = str(node.value)
        if _PLAIN_NAME.fullmatch(value) and value not in _RESERVED:
            return value
        return f"`{value}`"

    def string(self, node: Any) -> str:
        try:
            node.value.encode()
        except UnicodeEncodeError as error:
            raise Unproven("a text holds half a character") from error
        return json.dumps(node.value, ensure_ascii=False)

    def value(self, node: Any) -> str:
        return {True: "true", False: "false", None: "null"}[node.value]

    def variable(self, node: Any) -> str:
        if node.value in BUILTINS or node.value.startswith(PREFIX):
            raise Unproven(f"${node.value} is used as a value")
        self.variables.add(node.value)
        return f"${node.value}"

    def binary(self, node: Any) -> str:
        op = node.value
        if op in ("/", "%") and not literal(node.rhs):
            # Beyond range the engines differ in what is true: a division by zero is left to the authority.
            divided = f"{self.operand(node.lhs)} {op} {_GUARDED}"
            return f"({_GUARDED}:={self.write(node.rhs)};{_GUARDED}=0?$error():{divided})"
        if op in _OPERATORS:
            return f"{self.operand(node.lhs)} {op} {self.operand(node.rhs)}"
        special: Callable[[_Writer, Any], str] | None = _SPECIAL.get(op)
        if special is None:
            raise Unproven(f"it uses the operator {op}")
        return special(self, node)

    def path(self, node: Any) -> str:
        if node.rhs.type in ("number", "value"):
            raise Unproven("a step of a path is a literal")
        return f"{self.step(node.lhs)}.{self.step(node.rhs)}"

    def filter(self, node: Any) -> str:
        if is_wrapped(node.lhs):
            raise Unproven("a predicate stands behind a call that is rewritten")
        return f"{self.step(node.lhs)}[{self.write(node.rhs)}]"

    def group(self, node: Any) -> str:
        return f"{self.step(node.lhs)}{self._pairs(node.rhs_object)}"

    def order(self, node: Any) -> str:
        terms = [(">" if term.descending else "") + self.operand(term.expression) for term in node.rhs_terms]
        return f"{self.step(node.lhs)}^({','.join(terms)})"

    def apply(self, node: Any) -> str:
        if node.rhs.type == "function":
            return f"{self.operand(node.lhs)} ~> {self.function(node.rhs, piped=True)}"
        if node.rhs.type == "variable" and node.rhs.value in NATIVE - HIGHER - GUARDS.keys():
            self.functions.add(node.rhs.value)
            return f"{self.operand(node.lhs)} ~> ${node.rhs.value}"
        raise Unproven("~> leads to something other than a call")

    def unary(self, node: Any) -> str:
        if node.value == "[":
            return f"[{','.join(map(self._member, node.expressions))}]"
        if node.value == "{":
            return self._pairs(node.lhs_object)
        inner = self.write(node.expression)
        return f"-{inner}" if node.expression.type == "number" else f"-({inner})"

    def _member(self, node: Any) -> str:
        if node.type == "binary" and node.value == "..":
            return self._range(node)
        return self.write(node)

    def _range(self, node: Any) -> str:
        bounds = [literal(side) for side in (node.lhs, node.rhs)]
        if None in bounds or not all(float(bound).is_integer() for bound in bounds if bound is not None):
            raise Unproven("a range has computed bounds")
        if abs((bounds[1] or 0) - (bounds[0] or 0)) > MAX_RANGE:
            raise Unproven("a range is long")
        return f"{number_text(bounds[0] or 0)}..{number_text(bounds[1] or 0)}"

    def _pairs(self, pairs: Any) -> str:
        return "{" + ",".join(f"{self.operand(key)}:{self.write(value)}" for key, value in pairs) + "}"

    def function(self, node: Any, piped: bool = False) -> str:
        """A call of a function by its name."""
        name = node.procedure.value if node.procedure.type == "variable" else None
        if name not in NATIVE and name not in HOSTED:
            raise Unproven(f"it calls {'$' + name if name else 'a computed function'}")
        if not piped and not node.arguments and name in NEEDS_ARGUMENT:
            raise Unproven(f"${name} takes the context")
        self.functions.add(name)
        check_call(name, node.arguments, piped)
        texts = [self._argument(name, argument) for argument in node.arguments]
        if name in GUARDS:
            call = f"${name}({','.join([_GUARDED, *texts[1:]])})"
            return f'({_GUARDED}:={texts[0]};$type({_GUARDED})="{GUARDS[name]}"?$error():{call})'
        if name in NATIVE:
            return f"${name}({','.join(texts)})"
        if piped or name in WITHOUT_SUBJECT:
            return f"${PREFIX}{name}({','.join(texts)})"
        call = f"${PREFIX}{name}({','.join([_GUARDED, *texts[1:]])})"
        return f"({_GUARDED}:={texts[0]};$exists({_GUARDED})?{call})"

    def _argument(self, name: str, node: Any) -> str:
        return self._lambda(node) if name in HIGHER and node.type == "lambda" else self.write(node)

    def _lambda(self, node: Any) -> str:
        check_lambda(node)
        names = [argument.value for argument in node.arguments]
        self._bind(*names)
        return f"function({','.join('$' + name for name in names)}){{{self.write(node.body)}}}"

    def _bind(self, *names: str) -> None:
        for name in names:
            if name in BUILTINS or name.startswith(PREFIX) or name in ("", "$"):
                raise Unproven(f"it binds ${name}")

    def condition(self, node: Any) -> str:
        if node.then is node.condition:
            return f"{self.operand(node.condition)} ?: {self.operand(node._else)}"
        if node.condition.type == "function" and node.condition.arguments[:1] == [node.then]:
            return f"{self.operand(node.then)} ?? {self.operand(node._else)}"
        text = f"{self.operand(node.condition)} ? {self.operand(node.then)}"
        return text if node._else is None else f"{text} : {self.operand(node._else)}"

    def block(self, node: Any) -> str:
        return f"({';'.join(map(self._statement, node.expressions))})"

    def _statement(self, node: Any) -> str:
        if node.type == "binary" and node.value == ":=":
            self._bind(node.lhs.value)
            return f"${node.lhs.value}:={self.write(node.rhs)}"
        return self.write(node)

    def wildcard(self, node: Any) -> str:
        return "*"

    def descendant(self, node: Any) -> str:
        return "**"


def _is_postfix(node: Any) -> bool:
    """Whether the node's text holds together beside any operator."""
    if node.type == "binary":
        return node.value in _STEPS
    if node.type == "unary":
        return node.value in ("[", "{")
    return node.type in _CLOSED


_CLOSED = frozenset(
    ["name", "string", "number", "value", "variable", "function", "block", "wildcard", "descendant"]
)
_WRITERS: dict[str, Callable[[_Writer, Any], str]] = {
    "name": _Writer.name,
    "string": _Writer.string,
    "number": lambda writer, node: number_text(node.value),
    "value": _Writer.value,
    "variable": _Writer.variable,
    "binary": _Writer.binary,
    "unary": _Writer.unary,
    "function": _Writer.function,
    "condition": _Writer.condition,
    "block": _Writer.block,
    "regex": lambda writer, node: fast_pattern(node.value),
    "wildcard": _Writer.wildcard,
    "descendant": _Writer.descendant,
}
_SPECIAL: dict[str, Callable[[_Writer, Any], str]] = {
    ".": _Writer.path,
    "[": _Writer.filter,
    "{": _Writer.group,
    "^": _Writer.order,
    "~>": _Writer.apply,
}
