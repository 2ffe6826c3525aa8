"""Words for what does not fit. They quote the schema, never the value: values may be personal."""

from collections.abc import Callable, Mapping, Sequence

import orjson
from jsonschema.exceptions import ValidationError

from connectors.sdk.types import JSON

_ARTICLES = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
_SHOWN = 200


def _brief(value: JSON) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _type(value: JSON) -> str:
    names = [value] if isinstance(value, str) else value
    return "must be " + " or ".join(_ARTICLES.get(name, str(name)) for name in names)


def _plural(count: JSON, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


_WORDS: Mapping[str, Callable[[JSON], str]] = {
    "type": _type,
    "enum": lambda value: "must be one of " + ", ".join(_brief(one) for one in value),
    "const": lambda value: f"must be {_brief(value)}",
    "format": lambda value: f"is not a valid {value}",
    "pattern": lambda value: f"does not match the pattern {_brief(value)}",
    "minimum": lambda value: f"must be at least {value}",
    "maximum": lambda value: f"must be at most {value}",
    "exclusiveMinimum": lambda value: f"must be more than {value}",
    "exclusiveMaximum": lambda value: f"must be less than {value}",
    "multipleOf": lambda value: f"must be a multiple of {value}",
    "minLength": lambda value: (
        "must not be empty" if value == 1 else f"must have at least {_plural(value, 'character')}"
    ),
    "maxLength": lambda value: f"must have at most {_plural(value, 'character')}",
    "minItems": lambda value: f"must have at least {_plural(value, 'item')}",
    "maxItems": lambda value: f"must have at most {_plural(value, 'item')}",
    "minProperties": lambda value: f"must have at least {_plural(value, 'entry')}",
    "maxProperties": lambda value: f"must have at most {_plural(value, 'entry')}",
    "anyOf": lambda _: "fits none of the alternatives",
    "oneOf": lambda _: "must fit exactly one of the alternatives",
    "not": lambda _: "is of a form that is excluded",
    "contains": lambda _: "has not the right number of the items it must contain",
    "dependentRequired": lambda _: "lacks an entry that must come with another one",
    "propertyNames": lambda _: "has a name that is not allowed",
    "unevaluatedProperties": lambda _: "has an entry that is not allowed",
    "unevaluatedItems": lambda _: "has an item that is not allowed",
}
_OWN = frozenset({"required", "additionalProperties", "uniqueItems"})


def words(error: ValidationError) -> str:
    """What does not fit, as the end of a sentence that begins with the path."""
    keyword = str(error.validator)
    if keyword in _OWN:
        return str(error.message)
    if error.validator is None:
        return "is not allowed here"
    worded = _WORDS.get(keyword)
    return worded(error.validator_value) if worded else "does not fit the schema"


def json_path(parts: Sequence[str | int]) -> str:
    """The place as a JSON path: ``$.steps[2].config``; other names are quoted."""
    text = "$"
    for part in parts:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.isidentifier():
            text += f".{part}"
        else:
            text += f"[{orjson.dumps(part).decode()}]"
    return text
