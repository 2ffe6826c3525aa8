"""Those who may answer in the authority's place, made from an expression's text."""

from dataclasses import dataclass
from typing import Any

from jsonata.jexception import JException

from flows.engine.mapping.direct.program import Program, program_of
from flows.engine.mapping.fast.translate import Translation, translate
from flows.engine.mapping.quick.growth import estimate
from flows.engine.mapping.quick.reasons import Unproven
from flows.engine.mapping.regexes import compile_pattern
from flows.engine.mapping.syntax.lexer import Lexer
from flows.engine.mapping.syntax.parser import BoundedParser


@dataclass(frozen=True, slots=True)
class StandIns:
    """The expression as the fast engine compiles it, and as a program of our own where it is plain."""

    translation: Translation
    program: Program | None


def stand_ins(source: str) -> StandIns:
    """Those of a valid expression.

    Raises:
        Unproven: it uses something that is not known to agree in all engines.
    """
    tree = _tree(source)
    growth = estimate(tree)
    return StandIns(translate(tree, growth), program_of(tree, growth))


def _tree(source: str) -> Any:
    """Before the parser's second pass, so each node is one piece of syntax."""
    parser = BoundedParser()
    parser.source = source
    parser.lexer = Lexer(source, compile_pattern)
    try:
        parser.advance()
        return parser.expression(0)
    except (JException, RecursionError) as error:
        raise Unproven("it cannot be read") from error
