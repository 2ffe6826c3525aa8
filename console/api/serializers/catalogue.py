"""What flows are made of, and trying out a mapping or a schedule."""

from rest_framework import serializers

from console.api.serializers.fields import AnyJSON, JSONObject
from flows.engine.mapping import MAX_SOURCE_CHARS


class PortSerializer(serializers.Serializer[object]):
    """An output that edges may leave by."""

    name = serializers.CharField()
    title = serializers.CharField()


class KindSerializer(serializers.Serializer[object]):
    """A kind of step or trigger, with the JSON Schema of its settings. ``config_ports`` are JSON
    paths into a step's settings whose values are further ports."""

    kind = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    icon = serializers.CharField()
    category = serializers.CharField()
    config_schema = JSONObject()
    ports = PortSerializer(many=True)
    config_ports = serializers.ListField(child=serializers.CharField(), required=False)
    inside_for_each = serializers.BooleanField(required=False)


class PreviewSerializer(serializers.Serializer[object]):
    """A JSONata expression, the input it is tried on, and further variables."""

    expression = serializers.CharField(max_length=MAX_SOURCE_CHARS, trim_whitespace=False, allow_blank=True)
    input = AnyJSON(allow_null=True, default=None)
    bindings = JSONObject(required=False)


class PreviewResultSerializer(serializers.Serializer[object]):
    """What the expression made of the input."""

    output = AnyJSON(allow_null=True)
    duration_ms = serializers.FloatField()
    engine = serializers.CharField()


class ScheduleSerializer(serializers.Serializer[object]):
    """A cron expression of five fields, and the IANA name of the zone it is read in (UTC without)."""

    cron = serializers.CharField(max_length=200)
    timezone = serializers.CharField(max_length=100, required=False, allow_blank=True)


class TimesSerializer(serializers.Serializer[object]):
    """Due times, ISO 8601 with the offset that the zone has then."""

    timezone = serializers.CharField()
    next = serializers.ListField(child=serializers.CharField())
