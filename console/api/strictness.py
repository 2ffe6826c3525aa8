"""JSON has types, and a body is taken at its word: the library would make a text of a number, a number
of a text and a yes of almost anything. Query parameters, which are all texts, are read by the library."""

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

Errors = Any
"""As the library has them: by name or index, or a list of details."""
_Kind = tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], ...], Callable[[Any], bool], str]
_KINDS: tuple[_Kind, ...] = (
    (
        (
            serializers.CharField,
            serializers.ChoiceField,
            serializers.UUIDField,
            serializers.DateTimeField,
        ),
        lambda value: isinstance(value, str),
        "This must be a text.",
    ),
    (
        (serializers.IntegerField,),
        lambda value: isinstance(value, int) and not isinstance(value, bool),
        "This must be a whole number.",
    ),
    (
        (serializers.FloatField,),
        lambda value: isinstance(value, int | float) and not isinstance(value, bool),
        "This must be a number.",
    ),
    ((serializers.BooleanField,), lambda value: isinstance(value, bool), "This must be true or false."),
)


def wrong_types(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Errors:
    """What is of another JSON type than the field's, at any depth; empty where nothing is. A null is
    the field's own affair."""
    if value is None:
        return {}
    if isinstance(field, serializers.Serializer):
        return _members(field.fields, value) if isinstance(value, Mapping) else {}
    if isinstance(field, serializers.ListField | serializers.ListSerializer):
        return _each(field.child, enumerate(value)) if isinstance(value, list) else {}
    if isinstance(field, serializers.DictField):
        return _each(field.child, value.items()) if isinstance(value, Mapping) else {}
    for kinds, fits, message in _KINDS:
        if isinstance(field, kinds) and not fits(value):
            return [ErrorDetail(message, "type")]
    return {}


def _members(fields: Mapping[str, Any], value: Mapping[str, Any]) -> Errors:
    found = {name: wrong_types(one, value[name]) for name, one in fields.items() if name in value}
    return {name: errors for name, errors in found.items() if errors}


def _each(field: Any, values: Any) -> Errors:
    found = {name: wrong_types(field, one) for name, one in values}
    return {name: errors for name, errors in found.items() if errors}
