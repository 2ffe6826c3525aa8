"""From source text to the tree that both engines are judged by."""

import copy
from dataclasses import dataclass, field
from typing import Any

from jsonata.jexception import JException
from jsonata.parser import Parser
from jsonata.regex_engine import RegexEngine

from flows.engine.mapping.errors import MappingSourceTooLarge, MappingSyntaxError
from flows.engine.mapping.positions import where_at
from flows.engine.mapping.regexes import UnsupportedPattern, compile_pattern
from flows.engine.mapping.signatures import bound_signature
from flows.engine.mapping.syntax.lexer import Lexer

MAX_SOURCE_CHARS = 64_000
"""Of an expression, wherever it is written; the schemas of settings say no more."""
MAX_NESTING = 200
MAX_TREE_DEPTH = 500
_TOO_DEEP = "U1002"
_HINT = "Check what stands at and before this place."
_SIGNATURE_FAULTS = {"Type parameters can only": "S0401", "Choice groups": "S0402"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree (``jsonata.parser.Parser.Symbol``) with its source and the starts of its tokens."""

    source: str
    tree: Any
    starts: dict[int, int] = field(repr=False)

    def start(self, position: int) -> int:
        """Where the token begins that ends at ``position``."""
        return self.starts.get(position, position)


class BoundedParser(Parser):  # type: ignore[misc]  # the library carries no types
    """jsonata-python's parser with bounded recursion and two corrections of its tree."""

    def __init__(self) -> None:
        super().__init__()
        self.nesting = 0
        self.tree_depth = 0

    def read(self, source: str, regex_engine: RegexEngine = compile_pattern) -> Any:
        """The processed tree of ``source``."""
        self.source = source
        self.lexer = Lexer(source, regex_engine)
        self.advance()
        tree = self.expression(0)
        if self.node.id != "(end)":
            raise JException("S0201", self.node.position, self.node.value)
        tree = self.process_ast(tree)
        if tree.type == "parent" or tree.seeking_parent is not None:
            raise JException("S0217", tree.position, tree.type)
        return tree

    def advance(self, id: str | None = None, infix: bool = False) -> Any:
        """As the library does; a character that is no operator is S0204, as in the reference."""
        try:
            return super().advance(id, infix)
        except KeyError as error:
            raise JException("S0204", self.lexer.position, error.args[0]) from error

    def expression(self, rbp: int) -> Any:
        """One expression, at most ``MAX_NESTING`` inside one another."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise JException(_TOO_DEEP, self.lexer.position)
        try:
            return super().expression(rbp)
        finally:
            self.nesting -= 1

    def process_ast(self, expr: Any) -> Any:
        """The second pass, at most ``MAX_TREE_DEPTH`` deep."""
        self.tree_depth += 1
        if self.tree_depth > MAX_TREE_DEPTH:
            raise JException(_TOO_DEEP, self.lexer.position)
        try:
            return self._process(expr)
        finally:
            self.tree_depth -= 1

    def _process(self, expr: Any) -> Any:
        if expr is not None and expr.type == "condition":
            if expr.then is expr.condition:
                return self._shared_branch(expr, expr.condition)
            if expr.condition.type == "function" and expr.condition.arguments[:1] == [expr.then]:
                return self._shared_branch(expr, expr.then)
        result = super().process_ast(expr)
        if expr is not None and result.type == "lambda" and result.signature is not None:
            result.signature = bound_signature(result.signature)
        return result

    def _shared_branch(self, expr: Any, shared: Any) -> Any:
        """``?:`` and ``??`` use one operand twice: the library would process it twice (negating -5 to 5)."""
        operand = self.process_ast(shared)
        stand_in = Parser.Symbol(self)
        stand_in.type, stand_in.value, stand_in.position = "value", True, operand.position
        outline = copy.copy(expr)
        outline.condition = outline.then = stand_in
        result = super().process_ast(outline)
        if expr.condition is shared:
            result.condition = operand
        else:
            result.condition = super().process_ast(_call_of(self, expr.condition, stand_in))
            result.condition.arguments = [operand]
        result.then = copy.copy(operand)
        if result.then.expressions is not None:
            result.then.expressions = list(operand.expressions)
        self.push_ancestry(result, operand)
        return result


def _call_of(parser: Any, call: Any, argument: Any) -> Any:
    outline = copy.copy(call)
    outline.arguments = [argument]
    return outline


def parse(source: str) -> Parsed:
    """Read one expression.

    Raises:
        MappingSyntaxError: with the line and column of the mistake.
        MappingSourceTooLarge: the text is longer or nests deeper than expressions may.
    """
    if len(source) > MAX_SOURCE_CHARS:
        raise MappingSourceTooLarge(
            f"The expression has {len(source):,} characters; at most {MAX_SOURCE_CHARS:,} are allowed.",
            hint="Split the mapping over several map steps.",
            where=where_at(source, 0),
        )
    parser = BoundedParser()
    try:
        tree = parser.read(source)
    except JException as error:
        raise _syntax_error(parser, source, error) from error
    except UnsupportedPattern as error:
        raise MappingSyntaxError(
            f"This regular expression cannot be used: {error}.",
            hint="Regular expressions follow JavaScript's syntax.",
            where=where_at(source, parser.lexer.begin),
            reference="S0303",
        ) from error
    except (
        RecursionError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        RuntimeError,
    ) as error:
        code = next((code for text, code in _SIGNATURE_FAULTS.items() if str(error).startswith(text)), None)
        raise MappingSyntaxError(
            "This is not a JSONata expression." if code is None else _sentence(str(error)),
            hint=_HINT,
            where=where_at(source, parser.lexer.begin),
            reference=code,
        ) from error
    return Parsed(source, tree, parser.lexer.starts)


def _syntax_error(parser: BoundedParser, source: str, error: JException) -> MappingSyntaxError:
    lexer = parser.lexer
    at = error.location if error.location > 0 else lexer.position
    where = where_at(source, lexer.starts.get(at, at))
    if error.error == _TOO_DEEP:
        return MappingSourceTooLarge(
            "The expression nests too deeply.",
            hint="Bind parts of it to variables, or split it over several map steps.",
            where=where,
            reference=_TOO_DEEP,
        )
    return MappingSyntaxError(_sentence(str(error)), hint=_HINT, where=where, reference=error.error)


def _sentence(message: str) -> str:
    return message if message.endswith(".") else message + "."
