"""The functions that the fast engine may evaluate, and the calls of them that may not."""

from typing import Any

from flows.engine.mapping.fast.host import HOSTED, WITHOUT_SUBJECT
from flows.engine.mapping.quick.literals import literal
from flows.engine.mapping.quick.reasons import Unproven

# fmt: off
NATIVE = frozenset({
    "sum", "count", "max", "min", "average", "string", "substring",
    "substringBefore", "substringAfter", "lowercase", "uppercase", "length", "trim", "contains",
    "replace", "split", "join", "pad", "floor", "ceil", "abs",
    "sqrt", "power", "boolean", "not", "map", "filter", "single",
    "sift", "each", "sort", "keys", "lookup", "append", "exists",
    "merge", "reverse", "distinct", "zip", "type", "error", "assert",
})
# fmt: on
"""Functions of the fast engine that agree with the authority on the reference suite and when fuzzed."""

GUARDS = {"filter": "null", "keys": "array"}
"""Where the fast engine differs for one type of the first argument: that type ends it."""
HIGHER = frozenset({"map", "filter", "single", "sift", "each"})
NEEDS_ARGUMENT = NATIVE | (HOSTED - WITHOUT_SUBJECT)
MAX_PAD = 1_000
_SEQUENCES = frozenset(
    {"map", "filter", "each", "keys", "lookup", "append", "reverse", "distinct", "split", "sort"}
)
"""What they return to a lambda as its last call stays a sequence with the authority."""
_FURTHER = {
    "round": "number",
    "formatNumber": "string",
    "now": "string",
    "fromMillis": "string",
    "toMillis": "string",
    "number": "none",
    "millis": "none",
}
"""Hosted functions take only literals behind their first argument, of this kind."""


def check_call(name: str, arguments: list[Any], piped: bool) -> None:
    """Refuse the calls of an allowed function in which the engines differ, or that grow without bounds."""
    rest = arguments if piped else arguments[1:]
    kind = _FURTHER.get(name)
    if kind is not None and not all(_literal_kind(argument) == kind for argument in rest):
        raise Unproven(f"${name} has a computed argument")
    if name == "pad" and not (rest and abs(literal(rest[0]) or MAX_PAD + 1) <= MAX_PAD):
        raise Unproven("$pad has a computed or great width")
    if name == "sort" and rest:
        raise Unproven("$sort compares by a function")
    if name == "exists" and any(_is_context(argument) for argument in arguments):
        raise Unproven("$exists looks at the context")
    if piped and name in GUARDS:
        raise Unproven(f"${name} stands behind ~>")


def check_lambda(node: Any) -> None:
    """Refuse a function whose result the engines see differently."""
    if node.signature is not None:
        raise Unproven("a function has a signature")
    if _last_call(node.body) in _SEQUENCES:
        raise Unproven("a function ends with a call that gives a sequence")


def is_wrapped(node: Any) -> bool:
    """Whether the node is a call that is written as a block, which gives no sequences."""
    return node.type == "function" and (node.procedure.value in GUARDS or node.procedure.value in HOSTED)


def _literal_kind(node: Any) -> str:
    return "number" if literal(node) is not None else "string" if node.type == "string" else "computed"


def _is_context(node: Any) -> bool:
    return node.type == "variable" and node.value in ("", "$")


def _last_call(node: Any) -> str | None:
    """The name of the function that a lambda's body ends with."""
    if node.type == "block" and node.expressions:
        return _last_call(node.expressions[-1])
    if node.type == "condition":
        ends = [_last_call(branch) for branch in (node.then, node._else) if branch is not None]
        return next((name for name in ends if name in _SEQUENCES), None)
    return node.procedure.value if node.type == "function" else None
