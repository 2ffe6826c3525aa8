"""Systems, connections and connectors."""

from rest_framework import serializers

from console.api.serializers import choices
from console.api.serializers.fields import AnyJSON, JSONObject, SecretMap, slug_field


class SystemSerializer(serializers.Serializer[object]):
    """An outside party. ``allowed_private_hosts`` are the hosts inside private networks
    (``host`` or ``host:port``) that its connections may call."""

    slug = slug_field(60)
    name = serializers.CharField(max_length=200)
    kind = serializers.CharField(max_length=60, allow_blank=True, default="")
    owner = serializers.CharField(max_length=200, allow_blank=True, default="")
    description = serializers.CharField(max_length=2000, allow_blank=True, default="")
    allowed_private_hosts = serializers.ListField(
        child=serializers.CharField(max_length=260), default=list, max_length=50
    )


class SystemChangeSerializer(serializers.Serializer[object]):
    """The members of a system to change."""

    name = serializers.CharField(max_length=200, required=False)
    kind = serializers.CharField(max_length=60, allow_blank=True, required=False)
    owner = serializers.CharField(max_length=200, allow_blank=True, required=False)
    description = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    allowed_private_hosts = serializers.ListField(
        child=serializers.CharField(max_length=260), required=False, max_length=50
    )


class SecretStateSerializer(serializers.Serializer[object]):
    """Whether a secret is set, and since when; never the secret."""

    set = serializers.BooleanField()
    changed_at = serializers.DateTimeField(allow_null=True)


class LastTestSerializer(serializers.Serializer[object]):
    """What the last test of a connection found."""

    ok = serializers.BooleanField()
    message = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class ConnectionSerializer(serializers.Serializer[object]):
    """A configured connector. Secrets go in and never come out. Until ``rests_until`` its target is left
    alone: it ``asked`` for it, or was ``failing`` several times in a row."""

    slug = serializers.CharField()
    name = serializers.CharField()
    connector = serializers.CharField()
    system = serializers.CharField(allow_null=True)
    config = JSONObject()
    secrets = serializers.DictField(child=SecretStateSerializer())
    max_concurrency = serializers.IntegerField()
    requests_per_minute = serializers.IntegerField(allow_null=True)
    health = serializers.ChoiceField(choices=choices.HEALTH)
    health_message = serializers.CharField(allow_blank=True)
    health_changed_at = serializers.DateTimeField(allow_null=True)
    rests_until = serializers.DateTimeField(allow_null=True)
    rest_reason = serializers.ChoiceField(choices=choices.REST_REASON, allow_blank=True)
    last_test = LastTestSerializer(allow_null=True)
    updated_at = serializers.DateTimeField()
    permissions = serializers.ListField(child=serializers.ChoiceField(choices=choices.CONNECTION_PERMISSION))


class ConnectionCreateSerializer(serializers.Serializer[object]):
    """A new connection."""

    slug = slug_field(60)
    name = serializers.CharField(max_length=200)
    connector = serializers.CharField(max_length=60)
    system = serializers.CharField(max_length=80)
    config = JSONObject(default=dict)
    secrets = SecretMap(default=dict)
    max_concurrency = serializers.IntegerField(min_value=1, max_value=256, default=8)
    requests_per_minute = serializers.IntegerField(min_value=1, allow_null=True, default=None)


class ConnectionChangeSerializer(serializers.Serializer[object]):
    """The members of a connection to change; a secret that is not named stays as it is."""

    name = serializers.CharField(max_length=200, required=False)
    system = serializers.CharField(max_length=80, required=False)
    config = JSONObject(required=False)
    secrets = SecretMap(required=False)
    max_concurrency = serializers.IntegerField(min_value=1, max_value=256, required=False)
    requests_per_minute = serializers.IntegerField(min_value=1, allow_null=True, required=False)


class TestResultSerializer(serializers.Serializer[object]):
    """What a connection test found."""

    ok = serializers.BooleanField()
    message = serializers.CharField(allow_blank=True)
    details = JSONObject()


class DescribeQuerySerializer(serializers.Serializer[object]):
    """What to describe, for example an Odoo model."""

    target = serializers.CharField(max_length=200)


class TargetDescriptionSerializer(serializers.Serializer[object]):
    """JSON Schema of a target's fields."""

    schema = AnyJSON()


class OperationSerializer(serializers.Serializer[object]):
    """One thing a connector can do."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    input_schema = JSONObject()
    output_schema = JSONObject()
    idempotency = serializers.ChoiceField(choices=choices.IDEMPOTENCY)
    max_batch = serializers.IntegerField()


class SecretFieldSerializer(serializers.Serializer[object]):
    """A sealed value that a connector uses; ``shown_for`` names the settings for which it does."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    shown_for = JSONObject()


class ConnectorSerializer(serializers.Serializer[object]):
    """A kind of system that Fairlead speaks to."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    version = serializers.CharField()
    category = serializers.CharField()
    config_schema = JSONObject()
    secret_fields = SecretFieldSerializer(many=True, source="secrets")
    operations = OperationSerializer(many=True)
