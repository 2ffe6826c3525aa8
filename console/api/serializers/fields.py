"""Fields that JSON documents need and DRF does not have, described truthfully in the schema."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from connectors.sdk.types import JSON


@extend_schema_field(OpenApiTypes.ANY)
class AnyJSON(serializers.JSONField):
    """Any JSON value, as it is."""


@extend_schema_field({"type": "object", "additionalProperties": {}})
class JSONObject(serializers.JSONField):
    """A JSON object, as it is."""

    default_error_messages = {"object": "This must be a JSON object."}

    def to_internal_value(self, data: Any) -> JSON:
        if not isinstance(data, dict):
            self.fail("object")
        return super().to_internal_value(data)


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class StringMap(serializers.DictField):
    """An object whose values are texts."""

    child = serializers.CharField(allow_blank=True, trim_whitespace=False)


@extend_schema_field({"type": "object", "additionalProperties": {"type": ["string", "null"]}})
class SecretMap(serializers.DictField):
    """Secrets by name, to be sealed; null removes one. They are never answered."""

    child = serializers.CharField(allow_null=True, trim_whitespace=False)


def slug_field(max_length: int) -> serializers.RegexField:
    """A name for addresses: small letters and digits, in words joined by hyphens."""
    return serializers.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
        max_length=max_length,
        error_messages={"invalid": "Use small letters and digits, in words joined by single hyphens."},
    )
