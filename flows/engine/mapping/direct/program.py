"""A plain expression as a function of Python, and its evaluation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from connectors.sdk.types import JSON
from flows.engine.mapping.direct.helpers import GLOBALS
from flows.engine.mapping.direct.values import Unfit
from flows.engine.mapping.direct.writer import Writer
from flows.engine.mapping.fast.growth import Growth
from flows.engine.mapping.fast.reasons import LeftToAuthority
from flows.engine.mapping.limits import Limits

VERSION = 1
"""Another one voids all proofs: a change of what programs compute needs it."""
MOST_BYTES = 100_000
"""A program cannot be ended on the way, and this takes about a millisecond."""


@dataclass(frozen=True, slots=True)
class Program:
    """``run`` takes the document, the variables and how deep the result may be. ``weight``: so many times
    the size of its input its result has at the most."""

    source: str
    run: Callable[[JSON, Mapping[str, JSON], int], JSON]
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
    given = {name: bindings[name] for name in program.variables if name in bindings}
    try:
        size = len(orjson.dumps((data, given), option=orjson.OPT_STRICT_INTEGER))  # doubles keep 53 bits
    except (TypeError, RecursionError) as error:
        raise LeftToAuthority from error
    grown = size * program.weight
    if size > MOST_BYTES or program.deepest > limits.depth:
        raise LeftToAuthority
    if grown > min(limits.sequence_items, limits.string_chars, limits.output_bytes):
        raise LeftToAuthority
    try:
        return program.run(data, given, limits.depth)
    except Exception as error:  # whatever goes wrong is for the authority to tell
        raise LeftToAuthority from error
