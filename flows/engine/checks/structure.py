"""The document against its published schema, and its key expressions."""

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from connectors.sdk.types import JSON
from flows.engine.checks.parts import from_faults, step_ids
from flows.engine.expression_formats import FORMATS
from flows.engine.key_rules import check_key
from flows.engine.mapping import MappingError
from flows.engine.problems import Problem
from flows.engine.schemas import Schema, compile_schema

_FILE = Path(__file__).parent.parent / "schema.json"


def _key(source: object) -> bool:
    if isinstance(source, str):
        check_key(source)
    return True


@functools.cache
def document_schema() -> Mapping[str, Any]:
    """The JSON Schema of the document, without the settings of the kinds."""
    return dict(orjson.loads(_FILE.read_bytes()))


@functools.cache
def _compiled() -> Schema:
    return compile_schema(document_schema(), {**FORMATS, "jsonata-key": (_key, MappingError)})


def structure_problems(document: JSON) -> Iterator[Problem]:
    """Everything that does not fit the schema."""
    ids = step_ids(document) if isinstance(document, dict) else {}
    for fault in _compiled().faults(document, most=500):
        parts = fault.parts
        inside = len(parts) > 1 and parts[0] == "steps" and isinstance(parts[1], int)
        yield from from_faults([fault], (), ids.get(int(parts[1])) if inside else None)
