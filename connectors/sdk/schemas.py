"""JSON Schema 2020-12, with problems told as path and words."""

from collections.abc import Mapping
from typing import Protocol

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError

from connectors.sdk.types import JSON

MAX_PROBLEMS = 50


class Validator(Protocol):
    """Checks values against one schema."""

    def problems(self, value: JSON) -> tuple[str, ...]:
        """What is wrong with ``value``: ``path: words`` each; empty where it fits. The words
        never repeat the value itself, which may be secret or personal."""
        ...


class _SchemaValidator:
    def __init__(self, schema: Mapping[str, JSON]) -> None:
        self._validator = Draft202012Validator(dict(schema))

    def problems(self, value: JSON) -> tuple[str, ...]:
        found = []
        for error in self._validator.iter_errors(value):
            found.append(_words(error))
            if len(found) == MAX_PROBLEMS:
                break
        return tuple(found)


def validator(schema: Mapping[str, JSON]) -> Validator:
    """Compiles ``schema``; ``schema_problem`` says beforehand whether it is one."""
    return _SchemaValidator(schema)


def schema_problem(schema: JSON) -> str | None:
    """Says what keeps ``schema`` from being a JSON Schema; None where it is one."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return f"{_path(error)}: {error.message[:200]}"
    return None


def _path(error: ValidationError | SchemaError) -> str:
    return "/".join(str(one) for one in error.absolute_path) or "(root)"


def _expected(error: ValidationError) -> str:
    rule: str = str(error.validator)
    wanted: JSON = error.validator_value
    if rule == "required" and isinstance(error.instance, dict):
        missing = [name for name in wanted if name not in error.instance]
        return f"lacks {', '.join(missing)}"
    if rule == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        extra = sorted(name for name in error.instance if name not in known)
        return f"has unknown entries: {', '.join(extra)[:200]}"
    if rule in {"type", "enum", "const", "pattern", "format", "minimum", "maximum"}:
        return f"does not fit: {rule} must be {wanted}"
    return f"does not fit the rule '{rule}'"


def _words(error: ValidationError) -> str:
    return f"{_path(error)}: {_expected(error)}"
