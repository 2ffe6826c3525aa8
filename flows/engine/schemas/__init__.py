"""JSON Schema 2020-12 as Fairlead applies it: never fetches, cannot backtrack, names every path."""

from flows.engine.schemas.compiled import Schema, SchemaEndless, SchemaInvalid, compile_schema
from flows.engine.schemas.fault import Fault

__all__ = ["Fault", "Schema", "SchemaEndless", "SchemaInvalid", "compile_schema"]
