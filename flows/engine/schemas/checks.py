"""What a schema may not do, beyond what the meta-schema says."""

from collections.abc import Iterator

import re2
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from connectors.sdk.types import JSON
from flows.engine.schemas.fault import Fault
from flows.engine.schemas.keywords import compile_pattern
from flows.engine.schemas.messages import json_path

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BASE = "urn:fairlead:schema"
_DATA = frozenset({"const", "default", "enum", "examples"})
_MAPS = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})
_Parts = tuple[str | int, ...]


def schema_faults(schema: JSON) -> Iterator[Fault]:
    """Faults that the meta-schema does not tell: dialect, references, patterns. The schema may also not
    fit the meta-schema; what that tells is passed over here."""
    if not isinstance(schema, dict):
        return
    if str(schema.get("$schema", _DIALECT)).rstrip("#") != _DIALECT:
        yield _fault(("$schema",), f"must be {_DIALECT}", "$schema")
    resource = DRAFT202012.create_resource(schema)
    registry: Registry[JSON] = Registry().with_resource(_BASE, resource)
    for parts, node in _objects(schema):
        yield from _patterns(parts, node)
        if "patternProperties" in node and "unevaluatedProperties" in node:
            yield _fault(parts, "has patternProperties beside unevaluatedProperties", "unevaluatedProperties")
        if isinstance(node.get("$id"), str) and parts:
            yield _fault((*parts, "$id"), "is only possible at the root", "$id")
        for keyword in ("$ref", "$dynamicRef"):
            reference = node.get(keyword)
            if isinstance(reference, str) and not _resolves(registry, reference):
                yield _fault((*parts, keyword), "refers to nothing inside this schema", keyword)


def _resolves(registry: Registry[JSON], reference: str) -> bool:
    if not reference.startswith("#"):
        return False
    try:
        registry.resolver(_BASE).lookup(reference)
    except (Unresolvable, LookupError):
        return False
    except (AttributeError, TypeError, ValueError):
        return True  # the way there leads through something that is no schema, which is told already
    return True


def _objects(root: JSON) -> Iterator[tuple[_Parts, dict[str, JSON]]]:
    waiting: list[tuple[_Parts, JSON]] = [((), root)]
    while waiting:
        parts, node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(((*parts, index), one) for index, one in enumerate(node))
        elif isinstance(node, dict):
            yield parts, node
            for name, value in node.items():
                if name in _MAPS and isinstance(value, dict):
                    waiting.extend(((*parts, name, inner), one) for inner, one in value.items())
                elif name not in _DATA:
                    waiting.append(((*parts, name), value))


def _patterns(parts: _Parts, node: dict[str, JSON]) -> Iterator[Fault]:
    written = [("pattern", node["pattern"])] if isinstance(node.get("pattern"), str) else []
    if isinstance(node.get("patternProperties"), dict):
        written += [("patternProperties", pattern) for pattern in node["patternProperties"]]
    for keyword, pattern in written:
        try:
            compile_pattern(pattern)
        except re2.error:
            yield _fault(
                (*parts, keyword), "has a pattern with look-around, back-references or a mistake", keyword
            )


def _fault(parts: _Parts, message: str, keyword: str) -> Fault:
    return Fault(parts, json_path(parts), message, keyword)
