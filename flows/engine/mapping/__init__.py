"""JSONata: compile an expression once, evaluate it within limits as often as needed."""

import functools
from collections.abc import Mapping
from typing import Any

from jsonata import Jsonata
from jsonata.jexception import JException

from connectors.sdk.types import JSON
from flows.engine.mapping.errors import MappingError, MappingSyntaxError
from flows.engine.mapping.limits import DEFAULT, Limits
from flows.engine.mapping.positions import where_at

__all__ = ["DEFAULT", "Expression", "Limits", "MappingError", "MappingSyntaxError", "compile_expression"]


class Expression:
    """A compiled expression; may be shared between threads."""

    def __init__(self, source: str) -> None:
        self.source = source
        _parse(source)

    def evaluate(
        self, data: JSON, bindings: Mapping[str, JSON] | None = None, limits: Limits = DEFAULT
    ) -> JSON:
        """The value of the expression over ``data``; ``None`` where it is undefined.

        Raises:
            MappingError: the expression does not fit the data or reached a limit.
        """
        engine = _parse(self.source)
        frame = engine.create_frame(engine.environment)
        for name, value in (bindings or {}).items():
            frame.bind(name, value)
        frame.set_runtime_bounds(int(limits.seconds * 1000), None)
        try:
            return engine.evaluate(data, frame)
        except JException as error:
            raise MappingError(
                str(error), where=where_at(self.source, error.location), reference=error.error
            ) from error
        except (RecursionError, ArithmeticError, LookupError, TypeError, ValueError, RuntimeError) as error:
            raise MappingError("The expression could not be evaluated over this input.") from error


def _parse(source: str) -> Any:
    try:
        return Jsonata(source)
    except JException as error:
        raise MappingSyntaxError(
            str(error), where=where_at(source, error.location), reference=error.error
        ) from error
    except (RecursionError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise MappingSyntaxError("This is not a JSONata expression.", where=where_at(source, 0)) from error


@functools.lru_cache(maxsize=2048)
def compile_expression(source: str) -> Expression:
    """Compile JSONata text; the same text gives the same object.

    Raises:
        MappingSyntaxError: with the line and column of the mistake.
    """
    return Expression(source)
