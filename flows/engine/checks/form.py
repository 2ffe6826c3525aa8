"""Whether a document has the form of a flow at all: every member there that pages rely on, and each
of the type its schema gives it. A draft may be unfinished or mistaken; it may not be something else."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.checks.parts import Parts, from_faults, objects, text
from flows.engine.checks.plain import plain_problems
from flows.engine.checks.structure import document_schema
from flows.engine.problems import Problem
from flows.engine.schemas import Schema, SchemaInvalid, compile_schema
from flows.engine.schemas.outline import outline
from flows.engine.specs import TRIGGER_ID
from flows.engine.steps import registry
from flows.engine.triggers import trigger_kind

_MOST = 500
_CHAIN = "do"


def form_problems(document: JSON) -> tuple[Problem, ...]:
    """Every place at which the document is not of a flow's form; empty where it can be a draft."""
    found = list(plain_problems(document))
    if found:
        return tuple(found)
    found = list(from_faults(_document().faults(document, most=_MOST), (), None))
    if isinstance(document, dict):
        found += _trigger(document.get("trigger"))
        for index, step in objects(document, "steps"):
            found += _settings(step, ("steps", index), text(step, "id"))
    return tuple(found)


@functools.cache
def _document() -> Schema:
    return compile_schema(outline(document_schema(), complete=True))


@functools.cache
def _step() -> Schema:
    definitions = document_schema()["$defs"]
    return compile_schema(outline({"$defs": definitions, "$ref": "#/$defs/step"}, complete=True))


@functools.cache
def _config_of(kind: str, *, trigger: bool) -> Schema:
    return compile_schema(outline(_written(kind, trigger=trigger), complete=False))


def _written(kind: str, *, trigger: bool) -> Mapping[str, Any]:
    """The schema of the settings; any object's where the kind is unknown."""
    found = trigger_kind(kind) if trigger else registry.step_kind(kind)
    return found.config_schema if found else {"type": "object"}


def _trigger(trigger: JSON) -> Iterator[Problem]:
    if isinstance(trigger, dict):
        parts: Parts = ("trigger", "config")
        yield from _config(text(trigger, "kind"), trigger.get("config"), parts, TRIGGER_ID)


def _settings(step: Mapping[str, Any], parts: Parts, step_id: str) -> Iterator[Problem]:
    """Of a step, and of those that stand inside it."""
    config = step.get("config")
    yield from _config(text(step, "kind"), config, (*parts, "config"), step_id or None)
    if not isinstance(config, dict):
        return
    for index, inner in objects(config, _CHAIN):
        place = (*parts, "config", _CHAIN, index)
        yield from from_faults(_step().faults(inner), place, step_id or None)
        yield from _settings(inner, place, f"{step_id}.{text(inner, 'id')}")


def _config(kind: str, config: JSON, parts: Parts, step: str | None) -> Iterator[Problem]:
    if not isinstance(config, dict):
        return
    trigger = step == TRIGGER_ID and parts[0] == TRIGGER_ID
    yield from from_faults(_config_of(kind, trigger=trigger).faults(config), parts, step)
    members = _written(kind, trigger=trigger).get("properties", {})
    for name, member in members.items():
        if member.get("format") == "json-schema" and name in config:
            yield from _schema(config[name], (*parts, name), step)


def _schema(schema: JSON, parts: Parts, step: str | None) -> Iterator[Problem]:
    """A setting that is a JSON Schema: one that cannot be used yet may stay, one whose keywords are
    of other types cannot be shown."""
    try:
        compile_schema(schema)
    except SchemaInvalid as error:
        yield from from_faults((one for one in error.faults if one.keyword == "type"), parts, step)
