"""The problem body (RFC 9457)."""

from typing import Any

from rest_framework import serializers


class WhereSerializer(serializers.Serializer[object]):
    """The place of a problem; only the members that apply are there."""

    step = serializers.CharField(required=False)
    path = serializers.CharField(required=False)
    line = serializers.IntegerField(required=False)
    column = serializers.IntegerField(required=False)

    def to_representation(self, instance: object) -> dict[str, Any]:
        shown = super().to_representation(instance)
        return {name: value for name, value in shown.items() if value is not None}


class FaultSerializer(serializers.Serializer[object]):
    """One of several faults of one document."""

    code = serializers.CharField()
    message = serializers.CharField()
    hint = serializers.CharField(allow_blank=True)
    where = WhereSerializer()


class CurrentSerializer(serializers.Serializer[object]):
    """What stands now, where somebody else changed it first."""

    revision = serializers.IntegerField()
    updated_at = serializers.DateTimeField()
    updated_by = serializers.CharField()


class ProblemSerializer(serializers.Serializer[object]):
    """Why a request was refused, where the fault is, and what to do."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    hint = serializers.CharField(allow_blank=True)
    where = WhereSerializer(required=False)
    problems = FaultSerializer(many=True, required=False)
    current = CurrentSerializer(required=False)
