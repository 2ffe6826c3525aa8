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
from flows.engine.mapping.expression import ENGINES, Expression, compile_expression
from flows.engine.mapping.lane import Demotion, demote, honour, on_demotion
from flows.engine.mapping.limits import DEFAULT, Limits
from flows.engine.mapping.proof import Proof, Sample, Trials, prove
from flows.engine.mapping.syntax.parser import MAX_SOURCE_CHARS

__all__ = [
    "DEFAULT",
    "ENGINES",
    "MAX_SOURCE_CHARS",
    "Demotion",
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
    "Proof",
    "Sample",
    "Trials",
    "compile_expression",
    "demote",
    "honour",
    "on_demotion",
    "prove",
]
