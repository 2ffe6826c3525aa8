"""Everything that is wrong with a flow document, all at once."""

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.catalogue import Catalogue
from flows.engine.checks.edges import edge_problems
from flows.engine.checks.plain import plain_problems
from flows.engine.checks.secrets import secret_problems
from flows.engine.checks.steps import step_problems
from flows.engine.checks.structure import document_schema, structure_problems
from flows.engine.checks.trigger import trigger_problems
from flows.engine.checks.variables import variable_problems
from flows.engine.problems import Problem
from flows.engine.steps import registry
from flows.engine.triggers import trigger_kinds

__all__ = ["Catalogue", "Problem", "Where", "draft_problems", "flow_schema", "problems"]


def problems(document: JSON, catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """All problems, each with its step and its JSON path; empty where the flow can be published.
    Without a catalogue, connections and operations are not looked up."""
    found = list(plain_problems(document))
    if found:
        return tuple(found)
    found = list(structure_problems(document))
    if isinstance(document, dict):
        found += trigger_problems(document)
        found += step_problems(document, catalogue)
        found += edge_problems(document)
        found += secret_problems(document)
    return tuple(dict.fromkeys(found))


def draft_problems(document: JSON, catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """All problems, and slips that keep a draft from becoming a version. A version that was published
    with such a slip goes on, so they are no problems of a document as such."""
    found = problems(document, catalogue)
    if any(True for _ in plain_problems(document)) or any(True for _ in structure_problems(document)):
        return found
    return (*found, *variable_problems(document))


def flow_schema() -> dict[str, JSON]:
    """The JSON Schema to publish: the document's, with the settings of every kind."""
    schema = dict(document_schema())
    definitions = dict(schema["$defs"])
    step = dict(definitions["step"])
    step["allOf"] = [_settings(one.kind, one.config_schema) for one in registry.kinds()]
    definitions["step"] = step
    properties = dict(schema["properties"])
    properties["trigger"] = {
        **properties["trigger"],
        "allOf": [_settings(one.kind, one.config_schema) for one in trigger_kinds()],
    }
    return {**schema, "properties": properties, "$defs": definitions}


def _settings(kind: str, config: JSON) -> JSON:
    return {
        "if": {"properties": {"kind": {"const": kind}}},
        "then": {"properties": {"config": dict(config)}},
    }
