"""Compiled expressions."""

import functools
from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.mapping.authority import engine as authority
from flows.engine.mapping.limits import DEFAULT, Limits
from flows.engine.mapping.syntax.parser import parse


class Expression:
    """A compiled expression; may be shared between threads."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parsed = parse(source)

    @property
    def accelerated(self) -> bool:
        """Whether the fast engine evaluates it at present."""
        return False

    def evaluate(
        self, data: JSON, bindings: Mapping[str, JSON] | None = None, limits: Limits = DEFAULT
    ) -> JSON:
        """The value of the expression over ``data``; ``None`` where it is undefined.

        Raises:
            MappingError: the expression does not fit the data, or reached a limit.
        """
        return authority.evaluate(self.parsed, data, bindings or {}, limits)


@functools.lru_cache(maxsize=2048)
def compile_expression(source: str) -> Expression:
    """Compile JSONata text; the same text gives the same object.

    Raises:
        MappingSyntaxError: with the line and column of the mistake.
    """
    return Expression(source)
