"""Executions and dead letters."""

from rest_framework import serializers

from console.api.serializers import choices
from console.api.serializers.batches import BatchProgressSerializer
from console.api.serializers.fields import AnyJSON, JSONObject, StringMap
from console.api.serializers.flows import CountsSerializer


class AcceptedSerializer(serializers.Serializer[object]):
    """An execution was committed; ``duplicate`` where the same event was accepted before."""

    id = serializers.CharField()
    status = serializers.ChoiceField(choices=choices.EXECUTION_STATUS)
    flow = serializers.CharField()
    version = serializers.IntegerField()
    duplicate = serializers.BooleanField()


class ErrorBriefSerializer(serializers.Serializer[object]):
    """Why an execution did not go well: what happened, what to do, and where: ``step``, ``path``,
    ``line`` and ``column``, as far as they are known."""

    code = serializers.CharField()
    message = serializers.CharField()
    hint = serializers.CharField(allow_blank=True)
    where = JSONObject()


class ExecutionRowSerializer(serializers.Serializer[object]):
    """An execution in a list. ``held``: it was open when its backup was made, and waits until a
    person releases it. ``failed_records``: so many records of its batches failed and were not run again."""

    id = serializers.CharField()
    flow = serializers.CharField()
    flow_name = serializers.CharField()
    version = serializers.IntegerField()
    status = serializers.ChoiceField(choices=choices.EXECUTION_STATUS)
    held = serializers.BooleanField()
    trigger_kind = serializers.CharField()
    business_keys = StringMap()
    received_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True)
    step_attempts = serializers.IntegerField()
    failed_step = serializers.CharField(allow_null=True)
    failed_step_name = serializers.CharField(allow_null=True)
    error = ErrorBriefSerializer(allow_null=True)
    failed_records = serializers.IntegerField()
    replay_of = serializers.CharField(allow_null=True)


class DeadLetterSerializer(serializers.Serializer[object]):
    """How the dead letter of an execution stands: ``open`` ones can be redriven or discarded,
    ``discarded`` ones restored. ``note`` is the reason given for discarding. For a ``replayed`` one the
    execution ``replayed_as`` stands; ``discarded_at`` and ``discarded_by`` tell when and by whom."""

    group = serializers.CharField()
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=choices.DEAD_LETTER_STATE)
    discarded_at = serializers.DateTimeField(allow_null=True)
    discarded_by = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    replayed_as = serializers.CharField(allow_null=True)


class DeadLetterRowSerializer(ExecutionRowSerializer):
    """A dead execution in a list."""

    dead_letter = DeadLetterSerializer()


class AttemptSerializer(serializers.Serializer[object]):
    """One try of one step. ``held_back``: the call did not leave, since it was not its turn (a rate limit,
    or a connection that rests); ``error`` says why, and it is made by itself at ``resume_at``."""

    attempt = serializers.IntegerField()
    round = serializers.IntegerField()
    status = serializers.ChoiceField(choices=choices.ATTEMPT_STATUS)
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True)
    port = serializers.CharField(allow_null=True, allow_blank=True)
    error = JSONObject(allow_null=True)
    resume_at = serializers.DateTimeField(allow_null=True)


class StepRunSerializer(serializers.Serializer[object]):
    """A step (and list item, -1 outside a for-each) of an execution, with all its tries."""

    step = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    item = serializers.IntegerField()
    status = serializers.CharField()
    input = AnyJSON(allow_null=True)
    output = AnyJSON(allow_null=True)
    request = AnyJSON(allow_null=True)
    attempts = AttemptSerializer(many=True)


class TriggerRunSerializer(serializers.Serializer[object]):
    """What started the execution."""

    kind = serializers.CharField()
    content_type = serializers.CharField(allow_blank=True)
    headers = StringMap()


class ExecutionSerializer(ExecutionRowSerializer):
    """An execution with everything that is known of it. ``payload_access``: payloads are shown by
    the right to reveal them (which is written down), as the caller's own, or hidden: their shapes
    alone are shown."""

    version_hash = serializers.CharField()
    definition = JSONObject()
    ordering_key = serializers.CharField(allow_null=True)
    idempotency_key = serializers.CharField(allow_null=True)
    trigger = TriggerRunSerializer()
    payload = AnyJSON(allow_null=True)
    steps = StepRunSerializer(many=True)
    batches = BatchProgressSerializer(many=True)
    dead_letter = DeadLetterSerializer(allow_null=True)
    permissions = serializers.ListField(child=serializers.ChoiceField(choices=choices.FLOW_PERMISSION))
    payload_access = serializers.ChoiceField(choices=choices.PAYLOAD_ACCESS)
    payload_hidden = serializers.BooleanField()


class FlowExecutionQuerySerializer(serializers.Serializer[object]):
    """Filters of the list of a flow's executions; all given ones must hold."""

    status = serializers.ChoiceField(choices=choices.EXECUTION_STATUS, required=False)
    business_key = serializers.CharField(
        required=False,
        max_length=500,
        help_text="The whole value of a business key, or `name=value`.",
    )
    business_key_prefix = serializers.CharField(
        required=False,
        min_length=3,
        max_length=500,
        help_text="How the value of a business key begins, or `name=beginning`, in the case as stored. "
        "Not together with `business_key`.",
    )
    received_after = serializers.DateTimeField(required=False)
    received_before = serializers.DateTimeField(required=False)
    cursor = serializers.CharField(required=False, max_length=500)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if attrs.get("business_key") and attrs.get("business_key_prefix"):
            raise serializers.ValidationError(
                {"business_key_prefix": "Give either a whole business key or the beginning of one."}
            )
        return attrs


class ExecutionQuerySerializer(FlowExecutionQuerySerializer):
    """Filters of the list of executions; all given ones must hold."""

    flow = serializers.CharField(required=False, max_length=80)


class AccountingSerializer(CountsSerializer):
    """accepted = succeeded + failed + dead + indeterminate + cancelled + open."""

    accepted = serializers.IntegerField()


class FlowQuerySerializer(serializers.Serializer[object]):
    """One flow, or all that the caller sees."""

    flow = serializers.CharField(required=False, max_length=80)


class ReplaySerializer(serializers.Serializer[object]):
    """Which version runs the stored payload again."""

    version = serializers.ChoiceField(choices=choices.REPLAY_VERSION, default="original")


class ResolveSerializer(serializers.Serializer[object]):
    """What a person found out about a call whose answer was lost."""

    outcome = serializers.ChoiceField(choices=choices.RESOLUTION)
    note = serializers.CharField(max_length=1000, allow_blank=True, default="")


class DeadLetterGroupSerializer(serializers.Serializer[object]):
    """Dead letters with one cause. ``version`` is that on which the example ran."""

    id = serializers.CharField()
    flow = serializers.CharField()
    flow_name = serializers.CharField()
    step = serializers.CharField(allow_null=True)
    step_name = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    message = serializers.CharField()
    count = serializers.IntegerField()
    state = serializers.ChoiceField(choices=choices.DEAD_LETTER_STATE)
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    example = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)


class DeadLetterGroupListSerializer(serializers.Serializer[object]):
    """The groups, the largest harm first."""

    results = DeadLetterGroupSerializer(many=True)


class DeadLetterQuerySerializer(serializers.Serializer[object]):
    """Filters of the list of dead letters."""

    flow = serializers.CharField(required=False, max_length=80)
    group = serializers.CharField(required=False, max_length=100)
    state = serializers.ChoiceField(choices=choices.DEAD_LETTER_STATE, default="open")
    cursor = serializers.CharField(required=False, max_length=500)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)


class DeadLetterGroupQuerySerializer(FlowQuerySerializer):
    """Groups of open dead letters, of discarded or of replayed ones."""

    state = serializers.ChoiceField(choices=choices.DEAD_LETTER_STATE, default="open")


class DiscardGroupSerializer(serializers.Serializer[object]):
    """Why these dead letters need nobody's care any more."""

    note = serializers.CharField(max_length=1000)


class RestoreGroupSerializer(serializers.Serializer[object]):
    """Why these dead letters are taken up again."""

    note = serializers.CharField(max_length=1000, allow_blank=True, default="")


class ExecutionIdsSerializer(serializers.Serializer[object]):
    """Which executions are meant."""

    executions = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=1000)


class RedriveSerializer(ExecutionIdsSerializer):
    """Which dead executions to resume."""


class RedrivenSerializer(serializers.Serializer[object]):
    """How many were resumed."""

    redriven = serializers.IntegerField()


class ReplayPortionSerializer(serializers.Serializer[object]):
    """Where the portion begins: behind this execution, which the answer before named as ``next``."""

    after = serializers.UUIDField(required=False)


class ReplayLettersSerializer(RedriveSerializer, ReplayPortionSerializer):
    """Which dead letters to replay."""


class RefusedReplaySerializer(serializers.Serializer[object]):
    """A dead letter that stays open, since the live version cannot be started with its message."""

    execution = serializers.CharField()
    code = serializers.CharField(source="error.code")
    message = serializers.CharField(source="error.message")
    hint = serializers.CharField(source="error.hint", allow_blank=True)


class ReplayedSerializer(serializers.Serializer[object]):
    """The new executions of a portion, what was refused, and the live version by flow. ``next`` is
    where the following portion begins; null after the last."""

    executions = serializers.ListField(child=serializers.CharField())
    refused = RefusedReplaySerializer(many=True)
    versions = serializers.DictField(child=serializers.IntegerField())
    next = serializers.CharField(allow_null=True)


class DiscardSerializer(RedriveSerializer, DiscardGroupSerializer):
    """Which dead executions to lay aside, and why."""


class RestoreSerializer(RedriveSerializer, RestoreGroupSerializer):
    """Which discarded executions to take up again, and why."""


class DiscardedSerializer(serializers.Serializer[object]):
    """How many were laid aside."""

    discarded = serializers.IntegerField()


class RestoredSerializer(serializers.Serializer[object]):
    """How many are open again."""

    restored = serializers.IntegerField()
