"""JSON Schema 2020-12 as Fairlead applies it: never fetches, cannot backtrack, names every path."""

from flows.engine.schemas.compiled import Schema, SchemaEndless, SchemaInvalid, compile_schema
from flows.engine.schemas.fault import Fault
from flows.engine.schemas.telling import brief_path, title_of, told

__all__ = [
    "Fault",
    "Schema",
    "SchemaEndless",
    "SchemaInvalid",
    "brief_path",
    "compile_schema",
    "title_of",
    "told",
]
