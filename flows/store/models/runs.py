"""Read access to the run tables. The tables themselves are made by ``schema/0002_runs.sql``."""

from django.db import models


class Execution(models.Model):
    """One accepted business event: what was known at acceptance, never changed afterwards."""

    id = models.UUIDField(primary_key=True)
    flow = models.ForeignKey("Flow", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    version = models.ForeignKey(
        "FlowVersion", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    trigger_kind = models.TextField()
    content_type = models.TextField()
    headers = models.JSONField(null=True)
    ordering_key = models.TextField()
    idempotency_key = models.TextField()
    business = models.JSONField(null=True)
    received_at = models.DateTimeField()
    bytes = models.IntegerField()
    actor_id = models.BigIntegerField(null=True)
    replay_of = models.UUIDField(null=True)
    parent_id = models.UUIDField(null=True)
    depth = models.SmallIntegerField()

    class Meta:
        managed = False
        db_table = "execution"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.id)


class QueueItem(models.Model):
    """An execution that has not ended."""

    execution = models.OneToOneField(
        Execution, primary_key=True, on_delete=models.DO_NOTHING, related_name="queued", db_constraint=False
    )
    flow = models.ForeignKey("Flow", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    lane = models.SmallIntegerField()
    seq = models.BigIntegerField()
    visible_at = models.DateTimeField()
    status = models.TextField()
    lease_owner = models.TextField()
    epoch = models.IntegerField()
    claims = models.SmallIntegerField()
    round = models.SmallIntegerField()
    cancel_requested = models.BooleanField()
    bytes = models.IntegerField()
    ordering_key = models.TextField()

    class Meta:
        managed = False
        db_table = "queue"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Outcome(models.Model):
    """How an execution ended."""

    execution = models.OneToOneField(
        Execution, primary_key=True, on_delete=models.DO_NOTHING, related_name="outcome", db_constraint=False
    )
    flow = models.ForeignKey("Flow", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    status = models.TextField()
    finished_at = models.DateTimeField()
    round = models.SmallIntegerField()
    attempts = models.IntegerField()
    step = models.TextField()
    error = models.JSONField(null=True)
    reason = models.TextField()

    class Meta:
        managed = False
        db_table = "outcome"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"


class StepAttempt(models.Model):
    """One fact about one attempt of a step; insert-only. The key in the database is compound."""

    pk = models.CompositePrimaryKey("execution_id", "step", "item", "attempt", "status")
    execution_id = models.UUIDField()
    step = models.TextField()
    item = models.IntegerField()
    attempt = models.IntegerField()
    status = models.TextField()
    round = models.SmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    port = models.TextField()
    output = models.BinaryField(null=True)
    request = models.BinaryField(null=True)
    error = models.BinaryField(null=True)
    key = models.TextField()
    resume_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "step_attempt"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.execution_id} {self.step} {self.attempt} {self.status}"


class DeadLetter(models.Model):
    """An execution that waits for a person, or that one laid aside (``discarded_at``), where its message
    was replayed with the execution that stands for it; the row goes when it is redriven or resolved."""

    execution = models.OneToOneField(
        Execution,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        related_name="dead_letter",
        db_constraint=False,
    )
    flow = models.ForeignKey("Flow", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    step = models.TextField()
    code = models.TextField()
    message = models.TextField()
    fingerprint = models.TextField()
    at = models.DateTimeField()
    round = models.SmallIntegerField()
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.TextField(default="")
    discard_note = models.TextField(default="")
    replayed_as = models.UUIDField(null=True)

    class Meta:
        managed = False
        db_table = "dead_letter"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.code}"


class BusinessKey(models.Model):
    """A searchable value of an execution, as the flow's business key expressions gave it."""

    pk = models.CompositePrimaryKey("flow_id", "value", "name", "execution_id")
    flow_id = models.BigIntegerField()
    name = models.TextField()
    value = models.TextField()
    execution_id = models.UUIDField()

    class Meta:
        managed = False
        db_table = "business_key"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
