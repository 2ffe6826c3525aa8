"""The document against its published schema, and its key expressions."""

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from connectors.sdk.types import JSON
from flows.engine.checks.parts import Parts, edge_step, from_faults, objects, step_ids
from flows.engine.expression_formats import FORMATS
from flows.engine.key_rules import check_key
from flows.engine.mapping import MappingError
from flows.engine.problems import Problem
from flows.engine.schemas import Schema, compile_schema
from flows.engine.specs import TRIGGER_ID

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
    known = _shown_at(document) if isinstance(document, dict) else {}
    for fault in _compiled().faults(document, most=500):
        step = known.get(fault.parts[:2]) or known.get(fault.parts[:1])
        yield from from_faults([fault], (), step)


def _shown_at(document: Mapping[str, JSON]) -> dict[Parts, str | None]:
    """The step at which problems of a part of the document are shown."""
    ids = step_ids(document)
    names = set(ids.values())
    return {
        ("trigger",): TRIGGER_ID,
        ("keys",): TRIGGER_ID,
        **{("steps", index): step for index, step in ids.items()},
        **{("edges", index): edge_step(edge, names) for index, edge in objects(document, "edges")},
    }
