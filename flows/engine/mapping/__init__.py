"""JSONata: compile an expression once, evaluate it within limits as often as needed."""

from flows.engine.mapping.errors import (
    MappingError,
    MappingLimitError,
    MappingOutputError,
    MappingRefused,
    MappingSourceTooLarge,
    MappingSyntaxError,
    MappingTimeout,
    MappingTooDeep,
    MappingTooLarge,
)
from flows.engine.mapping.expression import Expression, compile_expression
from flows.engine.mapping.limits import DEFAULT, Limits

__all__ = [
    "DEFAULT",
    "Expression",
    "Limits",
    "MappingError",
    "MappingLimitError",
    "MappingOutputError",
    "MappingRefused",
    "MappingSourceTooLarge",
    "MappingSyntaxError",
    "MappingTimeout",
    "MappingTooDeep",
    "MappingTooLarge",
    "compile_expression",
]
