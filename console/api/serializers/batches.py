"""Batches and their records."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from console.api.serializers import choices
from console.api.serializers.fields import AnyJSON, StringMap


class BatchProgressSerializer(serializers.Serializer[object]):
    """How far a batch has come. ``progress`` is null where the size of the source is not known."""

    step = serializers.CharField()
    state = serializers.ChoiceField(choices=choices.BATCH_STATE)
    read_from = serializers.ChoiceField(choices=choices.BATCH_SOURCE)
    progress = serializers.FloatField(allow_null=True)
    records = serializers.IntegerField()
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField()
    indeterminate = serializers.IntegerField()
    records_per_s = serializers.FloatField(allow_null=True)
    duration_ms = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class QualityColumnSerializer(serializers.Serializer[object]):
    """One field over all mapped records. ``distinct`` is an estimate unless ``exact``."""

    name = serializers.CharField(allow_blank=True)
    filled = serializers.IntegerField()
    distinct = serializers.IntegerField()
    exact = serializers.BooleanField()
    types = serializers.DictField(child=serializers.IntegerField())


class QualityCauseSerializer(serializers.Serializer[object]):
    """Why so many records failed."""

    code = serializers.CharField()
    message = serializers.CharField()
    count = serializers.IntegerField()


class FailedBatchSerializer(serializers.Serializer[object]):
    """A batch with failed records that nobody ran again: how many, of how many, and the most frequent
    causes."""

    execution = serializers.CharField()
    flow = serializers.CharField()
    flow_name = serializers.CharField()
    business_keys = StringMap()
    step = serializers.CharField()
    step_name = serializers.CharField()
    failed = serializers.IntegerField()
    records = serializers.IntegerField()
    at = serializers.DateTimeField()
    causes = QualityCauseSerializer(many=True)


class FailedBatchListSerializer(serializers.Serializer[object]):
    """The newest such batches."""

    results = FailedBatchSerializer(many=True)


class QualitySerializer(serializers.Serializer[object]):
    """How well the records are filled, and why some failed."""

    records = serializers.IntegerField()
    columns = QualityColumnSerializer(many=True)
    causes = QualityCauseSerializer(many=True)


class BatchSerializer(BatchProgressSerializer):
    """A batch with the quality of its data."""

    quality = QualitySerializer()


@extend_schema_serializer(many=False)
class BatchListSerializer(serializers.Serializer[object]):
    """The batches of an execution, in the order they began."""

    results = BatchSerializer(many=True)


class BatchRecordSerializer(serializers.Serializer[object]):
    """A record that did not succeed. ``record`` is as it came, or its shape alone."""

    number = serializers.IntegerField()
    line = serializers.IntegerField()
    status = serializers.ChoiceField(choices=choices.BATCH_RECORD_STATUS)
    code = serializers.CharField()
    message = serializers.CharField()
    path = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()
    redriven_by = serializers.CharField(allow_null=True)
    redrivable = serializers.BooleanField()
    record = AnyJSON(allow_null=True)


class BatchRecordQuerySerializer(serializers.Serializer[object]):
    """Which of the records."""

    status = serializers.ChoiceField(choices=choices.BATCH_RECORD_STATUS, required=False, default="")
    cursor = serializers.CharField(required=False, max_length=500)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)


class BatchRedriveSerializer(serializers.Serializer[object]):
    """Which failed records to run again, by number; none named: all."""

    records = serializers.ListField(
        child=serializers.IntegerField(min_value=1), min_length=1, max_length=10_000, required=False
    )
    version = serializers.ChoiceField(choices=choices.REPLAY_VERSION, default="live")


class BatchRedrivenSerializer(serializers.Serializer[object]):
    """The execution that runs them, and how many there are."""

    execution = serializers.CharField()
    redriven = serializers.IntegerField()
