"""Retry policies of steps that stand inside others, by the same schema as everywhere."""

import functools

from connectors.sdk.types import JSON
from flows.engine.checks.structure import document_schema
from flows.engine.schemas import Fault, Schema, compile_schema


@functools.cache
def _schema() -> Schema:
    return compile_schema(document_schema()["$defs"]["retry"])


def retry_faults(written: JSON) -> tuple[Fault, ...]:
    """What does not fit; nothing where there is no policy."""
    return _schema().faults(written)
