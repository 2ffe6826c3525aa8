"""Paths: names are looked up as long as there are objects; other steps visit one item after the other."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from flows.engine.mapping.direct.calls import CONDITIONS
from flows.engine.mapping.direct.values import Kind, Place, Unfit, Value, is_object, truth_of
from flows.engine.mapping.quick.literals import literal

if TYPE_CHECKING:
    from flows.engine.mapping.direct.writer import Writer

_CONDITIONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "and", "or"})
_STEPS = frozenset({"variable", "block", "function"})


@dataclass(frozen=True, slots=True)
class Step:
    """``name`` where it is one. ``places`` are the indexes behind it, ``conditions`` what follows them."""

    node: Any
    name: str | None
    places: tuple[int, ...]
    conditions: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Visited:
    """What a step came to, as a list: ``nested`` where its members may be lists themselves."""

    code: str
    nested: bool = False
    fresh: bool = False


State = Value | Visited


def write(writer: "Writer", node: Any, place: Place, depth: int) -> Value:
    """The value of a path, or of anything with an index or a condition behind it."""
    steps = _steps(node)
    state, done = _first(writer, steps, place, depth)
    while done < len(steps):
        state, done = _next(writer, state, steps, done, place, depth)
    return state if isinstance(state, Value) else _value(writer, state)


def _steps(node: Any) -> list[Step]:
    parts = [node]
    while parts[0].type == "binary" and parts[0].value == ".":
        parts[:1] = [parts[0].lhs, parts[0].rhs]
    return [_step(part, in_path=len(parts) > 1) for part in parts]


def _step(node: Any, in_path: bool) -> Step:
    filters: list[Any] = []
    while node.type == "binary" and node.value == "[" and not node.keep_array:
        filters.insert(0, node.rhs)
        node = node.lhs
    if node.keep_array:
        raise Unfit
    places = [literal(one) or 0 for one in takewhile(lambda one: literal(one) is not None, filters)]
    conditions = filters[len(places) :]
    if not all(map(_is_condition, conditions)):
        raise Unfit
    is_name = node.type == "name" or (in_path and node.type == "string")
    name = str(node.value) if is_name else None
    return Step(node, name, tuple(map(math.floor, places)), tuple(conditions))


def _is_condition(node: Any) -> bool:
    """Whether it can only be true, false or undefined: a number would be an index."""
    if node.type == "function":
        return node.procedure.type == "variable" and node.procedure.value in CONDITIONS
    return node.type == "binary" and node.value in _CONDITIONS


def _first(writer: "Writer", steps: Sequence[Step], place: Place, depth: int) -> tuple[State, int]:
    first = steps[0]
    if first.name is not None:
        run = _names(steps, 0)
        return _held(writer, _found(writer, place, run), run[-1], place, depth), len(run)
    array = first.node.type == "unary" and len(steps) == 1
    if not array and first.node.type not in _STEPS and not is_object(first.node):
        raise Unfit
    return _held(writer, _indexed(writer, first, place, depth), first, place, depth), 1


def _next(
    writer: "Writer", state: State, steps: Sequence[Step], at: int, place: Place, depth: int
) -> tuple[State, int]:
    run = _names(steps, at)
    if not run:
        return _visit(writer, state, steps[at], place, depth), at + 1
    value = state if isinstance(state, Value) else writer.lines.let(_list(state))
    for step in run:
        value = _member(writer, value, step)
    return _held(writer, value, run[-1], place, depth), at + len(run)


def _names(steps: Sequence[Step], at: int) -> list[Step]:
    """The names from here on that can be looked up in one go: a condition ends them."""
    run: list[Step] = []
    for step in steps[at:]:
        if step.name is None or (run and run[-1].conditions):
            break
        run.append(step)
    return run


def _found(writer: "Writer", place: Place, run: Sequence[Step]) -> Value:
    """The members of the context: what several paths begin with is looked up once."""
    value: Value | None = None
    for at, step in enumerate(run):
        known = (place.find, *((one.name, one.places) for one in run[: at + 1]))
        value = writer.lines.once(known, partial(_member, writer, value or place, step))
    assert value is not None
    return value


def _member(writer: "Writer", whole: Value | Place, step: Step) -> Value:
    """The member that a step names, with its indexes."""
    name, places = step.name, step.places
    if isinstance(whole, Place):
        return writer.lines.let(_at(f"{whole.find}({name!r}, UNDEFINED)", places))
    code = writer.lines.named(whole).code
    of_items = f"walk({code}, {name!r}, {places!r})" if places else f"walk({code}, {name!r})"
    one = _at(f"{code}.get({name!r}, UNDEFINED)", places)
    return writer.lines.let(f"{one} if type({code}) is dict else {of_items}")


def _at(code: str, places: Sequence[int]) -> str:
    for place in places:
        code = f"at({code}, {place})"
    return code


def _indexed(writer: "Writer", step: Step, place: Place, depth: int) -> Value:
    """The value of a step that is no name, with its indexes."""
    value = writer.write(step.node, place, depth)
    if not step.places:
        return value
    return writer.lines.let(_at(value.code, step.places), fresh=value.fresh)


def _held(writer: "Writer", state: State, step: Step, place: Place, depth: int) -> State:
    """The items for which the step's conditions hold."""
    for condition in step.conditions:
        kept = writer.lines.let("[]")
        with _each(writer, state, place) as inner:
            value = writer.write(condition, inner, depth)
            with writer.lines.below(f"if {truth_of(value)}:"):
                writer.lines.add(f"{kept.code}.append({inner.item})")
        state = Visited(kept.code)
    return state


def _visit(writer: "Writer", state: State, step: Step, place: Place, depth: int) -> State:
    """A step that is an expression of its own, evaluated for each item."""
    if step.conditions or (step.node.type not in _STEPS and not is_object(step.node)):
        raise Unfit
    made = writer.lines.let("[]")
    with _each(writer, state, place) as inner:
        value = _indexed(writer, step, inner, depth + 1)
        stored = writer.lines.stored(value, depth + 1)
        writer.lines.where_defined(value, f"{made.code}.append({stored})")
    nested = value.kind is Kind.ANY and not is_object(step.node)
    return Visited(made.code, nested, fresh=True)


@contextmanager
def _each(writer: "Writer", state: State, place: Place) -> Iterator[Place]:
    """What is written meanwhile stands in a loop over the items."""
    lines = writer.lines
    items = _list(state) if isinstance(state, Visited) else lines.let(f"items_of({state.code})").code
    item, find = lines.name("item"), lines.name("find")
    with lines.below(f"for {item} in {items}:"):
        lines.add(f"{find} = {item}.get if type({item}) is dict else finder({item})")
        yield Place(item, find, place.variables)


def _list(state: Visited) -> str:
    return f"flat({state.code})" if state.nested else state.code


def _value(writer: "Writer", state: Visited) -> Value:
    """A sequence of one is its item, and one of none is undefined."""
    code = state.code
    one = f"{code}[0] if {code} else UNDEFINED"
    made = f"unwrapped({code})" if state.nested else f"{code} if len({code}) > 1 else {one}"
    return writer.lines.let(made, fresh=state.fresh)
