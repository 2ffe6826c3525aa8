"""The audit trail."""

from rest_framework import serializers

from console.api.pagination import PageQuerySerializer
from console.api.serializers.fields import JSONObject


class AuditEntrySerializer(serializers.Serializer[object]):
    """Who did what, when, to which object. ``hash`` covers the entry and the one before it."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    action = serializers.CharField()
    object_kind = serializers.CharField()
    object_id = serializers.CharField(allow_blank=True)
    summary = serializers.CharField()
    details = JSONObject()
    hash = serializers.CharField()


class AuditQuerySerializer(PageQuerySerializer):
    """Filters; all given ones must hold. ``action`` is one action or a branch of them (``flow``),
    ``object`` one object (``flow:orders``) or a kind (``flow``)."""

    actor = serializers.CharField(max_length=150, required=False)
    action = serializers.CharField(max_length=60, required=False)
    object = serializers.CharField(max_length=200, required=False)
    after = serializers.DateTimeField(required=False)
    before = serializers.DateTimeField(required=False)


class AuditVerificationSerializer(serializers.Serializer[object]):
    """Whether every entry follows from the one before it; else the first that does not."""

    ok = serializers.BooleanField()
    entries = serializers.IntegerField()
    first_broken = serializers.IntegerField(allow_null=True)
