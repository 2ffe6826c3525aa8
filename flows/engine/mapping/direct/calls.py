"""The functions that a program may call, by JSONata's names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flows.engine.mapping.direct.lines import Lines
from flows.engine.mapping.direct.values import Kind, Unfit, Value
from flows.engine.mapping.quick.literals import literal

Code = Callable[..., str]
MAX_PRECISION = 15


@dataclass(frozen=True, slots=True)
class Call:
    """How a call is written. ``same_kind``: a number is a number after it too, and within its range."""

    code: Code
    kind: Kind
    least: int = 1
    most: int = 1
    defined: bool = False
    same_kind: bool = False


def _of_text(made: str) -> Code:
    return lambda value: f"{made.format(value)} if type({value}) is str else no_text({value})"


def _of_texts(made: str) -> Code:
    def code(one: str, other: str) -> str:
        both = f"type({one}) is str and type({other}) is str"
        return f"{made.format(one, other)} if {both} else no_text({one}, {other})"

    return code


def _helper(name: str) -> Code:
    return lambda *values: f"{name}({', '.join(values)})"


CALLS: dict[str, Call] = {
    "uppercase": Call(_of_text("{0}.upper()"), Kind.TEXT),
    "lowercase": Call(_of_text("{0}.lower()"), Kind.TEXT),
    "trim": Call(_of_text("trim(None, {0})"), Kind.TEXT),
    "length": Call(_of_text("len({0})"), Kind.NUMBER),
    "string": Call(_helper("string"), Kind.TEXT),
    "join": Call(_helper("join"), Kind.TEXT, most=2),
    "substringBefore": Call(_of_texts("substring_before(None, {0}, {1})"), Kind.TEXT, 2, 2),
    "substringAfter": Call(_of_texts("substring_after(None, {0}, {1})"), Kind.TEXT, 2, 2),
    "contains": Call(_of_texts("{1} in {0}"), Kind.TRUTH, 2, 2),
    "number": Call(_helper("number"), Kind.ANY),
    "sum": Call(_helper("total"), Kind.NUMBER),
    "max": Call(_helper("maximum"), Kind.ANY, same_kind=True),
    "min": Call(_helper("minimum"), Kind.ANY, same_kind=True),
    "count": Call(_helper("count"), Kind.NUMBER, defined=True),
    "exists": Call("({} is not UNDEFINED)".format, Kind.TRUTH, defined=True),
    "not": Call("(UNDEFINED if {0} is UNDEFINED else not truth({0}))".format, Kind.TRUTH),
    "boolean": Call("(UNDEFINED if {0} is UNDEFINED else truth({0}))".format, Kind.TRUTH),
}
CONDITIONS = frozenset(name for name, call in CALLS.items() if call.kind is Kind.TRUTH)


def write_call(lines: Lines, name: str, arguments: Sequence[Any], values: Sequence[Value]) -> Value:
    """The call of a function with arguments that are written already."""
    if name == "round":
        return _round(lines, arguments, values)
    call = CALLS.get(name)
    if call is None or not call.least <= len(values) <= call.most:
        raise Unfit
    kind = Kind.NUMBER if call.same_kind and values[0].kind is Kind.NUMBER else call.kind
    code = call.code(*(lines.named(value).code for value in values))
    return lines.let(code, kind, defined=call.defined)


def _round(lines: Lines, arguments: Sequence[Any], values: Sequence[Value]) -> Value:
    precision = literal(arguments[1]) if len(arguments) == 2 else 0
    if not 1 <= len(values) <= 2 or precision is None or abs(precision) > MAX_PRECISION:
        raise Unfit
    value, places = lines.named(values[0]), int(precision)
    code = f"round_half_even({value.code}, {places}) if type({value.code}) is float"
    kind = Kind.NUMBER if value.kind is Kind.NUMBER else Kind.ANY
    return lines.let(f"{code} else rounded({value.code}, {places})", kind)
