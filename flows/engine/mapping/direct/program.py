"""A plain expression as a function of Python, and its evaluation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.mapping.direct.helpers import GLOBALS
from flows.engine.mapping.direct.values import Unfit
from flows.engine.mapping.direct.writer import Writer
from flows.engine.mapping.limits import Limits
from flows.engine.mapping.quick.growth import Growth
from flows.engine.mapping.quick.inputs import given, written
from flows.engine.mapping.quick.reasons import LeftToAuthority

VERSION = 1
"""Another one voids all proofs: a change of what programs compute needs it."""
MOST_TEXT = 300_000
"""A longer program would hold up its process for too long while Python reads it."""
MOST_BYTES = 100_000
MOST_GROWN = 8_000_000
"""A program cannot be ended on the way: neither its input nor what it could make of it may be larger.
An order of 75 KB takes a millisecond."""


@dataclass(frozen=True, slots=True)
class Program:
    """``run`` takes the document, the variables, how deep the result may be and how many items an array may
    have. ``weight``: so many times the size of its input its result has at the most."""

    source: str
    run: Callable[[JSON, Mapping[str, JSON], int, int], JSON]
    variables: frozenset[str]
    deepest: int
    weight: int


def program_of(tree: Any, growth: Growth) -> Program | None:
    """The program of a tree that the allow-list has let through; None where it is not plain."""
    if growth.degree > 1:
        return None
    writer = Writer()
    try:
        source = writer.program(tree)
        if len(source) > MOST_TEXT:
            return None
        code = compile(source, "<mapping>", "exec")
    except (Unfit, SyntaxError, RecursionError):  # Python bounds how deep statements nest
        return None
    names = dict(GLOBALS)
    exec(code, names)  # noqa: S102 - written by us; texts of the expression are in it as literals only
    return Program(source, names["program"], frozenset(writer.variables), writer.lines.deepest, growth.weight)


def evaluate(program: Program, data: JSON, bindings: Mapping[str, JSON], limits: Limits) -> JSON:
    """The value as plain JSON, newly built.

    Raises:
        LeftToAuthority: the input, or something in it, is not plain.
    """
    variables = given(program.variables, bindings)
    if not _fits(program, len(written(data, variables)), limits):
        raise LeftToAuthority
    try:
        return program.run(data, variables, limits.depth, limits.sequence_items)
    except Exception as error:  # whatever goes wrong is for the authority to tell
        raise LeftToAuthority from error


def _fits(program: Program, size: int, limits: Limits) -> bool:
    """Whether nothing that the program makes can go beyond the limits, but for arrays that it joins; an item
    of a sequence has two bytes or more."""
    small = size <= min(MOST_BYTES, 2 * limits.sequence_items) and program.deepest <= limits.depth
    return small and size * program.weight <= min(MOST_GROWN, limits.string_chars, limits.output_bytes)
