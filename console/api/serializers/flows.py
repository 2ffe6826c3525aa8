"""Flows, drafts and versions."""

from rest_framework import serializers

from console.api.pagination import PageQuerySerializer
from console.api.serializers import choices
from console.api.serializers.fields import AnyJSON, JSONObject, StringMap, slug_field
from console.api.serializers.problems import FaultSerializer


class CountsSerializer(serializers.Serializer[object]):
    """How many executions stand where."""

    open = serializers.IntegerField()
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    dead = serializers.IntegerField()
    indeterminate = serializers.IntegerField()
    cancelled = serializers.IntegerField()


class FlowSerializer(serializers.Serializer[object]):
    """A flow, and what the caller may do with it; ``dead_letters`` are those open, for a person to see to."""

    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=choices.FLOW_STATE)
    trigger_kind = serializers.CharField(allow_blank=True)
    live_version = serializers.IntegerField(allow_null=True)
    live_hash = serializers.CharField(allow_null=True)
    draft_revision = serializers.IntegerField()
    has_unpublished_changes = serializers.BooleanField()
    updated_at = serializers.DateTimeField()
    permissions = serializers.ListField(child=serializers.ChoiceField(choices=choices.FLOW_PERMISSION))
    counts = CountsSerializer()
    dead_letters = serializers.IntegerField()


class FlowListQuerySerializer(PageQuerySerializer):
    """Filters of the list of flows; ``search`` is looked for in slug, name and description."""

    state = serializers.ChoiceField(choices=choices.FLOW_STATE, required=False)
    search = serializers.CharField(max_length=200, required=False)


class FlowCreateSerializer(serializers.Serializer[object]):
    """A new flow; without a definition it starts as an empty one with a manual trigger."""

    slug = slug_field(80)
    name = serializers.CharField(max_length=200)
    definition = JSONObject(required=False)


class DefinitionSerializer(serializers.Serializer[object]):
    """A flow document."""

    definition = JSONObject()


class ImportSerializer(serializers.Serializer[object]):
    """A flow document to be stored under its own slug, and published at once if asked."""

    definition = JSONObject()
    publish = serializers.BooleanField(default=False)


class DraftSerializer(serializers.Serializer[object]):
    """The draft of a flow, with every problem that stands between it and being published."""

    definition = JSONObject()
    revision = serializers.IntegerField()
    updated_at = serializers.DateTimeField()
    updated_by = serializers.CharField(allow_blank=True)
    problems = FaultSerializer(many=True)


class ProblemListSerializer(serializers.Serializer[object]):
    """What is wrong with a definition; nothing, where the list is empty."""

    problems = FaultSerializer(many=True)


class PublishSerializer(serializers.Serializer[object]):
    """Why this version is published."""

    note = serializers.CharField(max_length=1000, allow_blank=True, default="")


class VersionRowSerializer(serializers.Serializer[object]):
    """A published version in a list."""

    number = serializers.IntegerField()
    hash = serializers.CharField()
    published_at = serializers.DateTimeField()
    published_by = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)


class AccelerationSerializer(serializers.Serializer[object]):
    """Which engine evaluates an expression: the fast one, since it is proven to agree with the
    reference; that one alone; or both, until enough messages have shown that they agree."""

    step = serializers.CharField()
    path = serializers.CharField()
    state = serializers.ChoiceField(choices=choices.ACCELERATION)
    reason = serializers.CharField()


class VersionSerializer(VersionRowSerializer):
    """A published version with its document, and how its expressions are evaluated."""

    definition = JSONObject()
    acceleration = AccelerationSerializer(many=True)


class SampleSerializer(serializers.Serializer[object]):
    """What a step received in a recent execution."""

    execution = serializers.CharField()
    received_at = serializers.DateTimeField()
    status = serializers.ChoiceField(choices=choices.EXECUTION_STATUS)
    business_keys = StringMap()
    input = AnyJSON()
    item = AnyJSON(allow_null=True, help_text="Inside a for-each: the item, as `$item`.")
    index = serializers.IntegerField(allow_null=True, help_text="Inside a for-each: its place, from 0.")


class SampleListSerializer(serializers.Serializer[object]):
    """Recent samples, newest first; ``payload_hidden``: their shapes alone are shown."""

    results = SampleSerializer(many=True)
    payload_hidden = serializers.BooleanField()


class SampleQuerySerializer(serializers.Serializer[object]):
    """Which samples: those of a step, or of the trigger where none is named."""

    step = serializers.CharField(
        max_length=200, default="", help_text="Inside a for-each `outer.inner`; the trigger where left out."
    )
    output_of = serializers.CharField(
        max_length=100, default="", help_text="Instead: what this step gave, for a step not yet run."
    )
    port = serializers.CharField(max_length=100, default="out", help_text="The output of `output_of`.")
    limit = serializers.IntegerField(min_value=1, max_value=50, default=10)


class WebhookSecretSerializer(serializers.Serializer[object]):
    """Whether webhooks of this flow are signed; the secret itself is shown once, when it is made."""

    set = serializers.BooleanField()
    rotated_at = serializers.DateTimeField(allow_null=True)
    address = serializers.CharField()


class NewWebhookSecretSerializer(WebhookSecretSerializer):
    """The fresh signing secret (Standard Webhooks, ``whsec_…``), and the address with a secret in it."""

    secret = serializers.CharField()
    secret_address = serializers.CharField()
