"""What people design: flows, their drafts, their published versions and what triggers them."""

from django.conf import settings
from django.db import models


class Flow(models.Model):
    """A flow as a thing with a name. What it does stands in its versions."""

    class State(models.TextChoices):
        DRAFT = "draft"
        LIVE = "live"
        PAUSED = "paused"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    live_version = models.ForeignKey(
        "FlowVersion", null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "flow"
        ordering = ["name", "id"]
        default_permissions = ("view",)
        permissions = [
            ("edit_flow", "Can edit the draft of the flow"),
            ("publish_flow", "Can publish, pause and resume the flow"),
            ("start_flow", "Can start executions of the flow"),
            ("operate_flow", "Can cancel, replay, resolve and redrive executions of the flow"),
            ("reveal_payload", "Can see the payloads of the flow unredacted"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(live_version__isnull=False),
                name="flow_runs_only_with_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Draft(models.Model):
    """The one working copy of a flow. ``revision`` rises with every save (optimistic locking)."""

    flow = models.OneToOneField(Flow, on_delete=models.CASCADE, related_name="draft")
    definition = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        db_table = "flow_draft"
        default_permissions = ()

    def __str__(self) -> str:
        return f"draft {self.revision} of flow {self.flow_id}"


class FlowVersion(models.Model):
    """A published definition; a trigger of the database refuses every change of it."""

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    definition = models.JSONField()
    note = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "flow_version"
        ordering = ["-number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["flow", "number"], name="flow_version_number_once")]

    def __str__(self) -> str:
        return f"version {self.number} of flow {self.flow_id}"


class WebhookSecret(models.Model):
    """A signing secret of a flow's webhook, sealed. Several may be valid while one is exchanged."""

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="webhook_secrets")
    name = models.CharField(max_length=100)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "webhook_secret"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ScheduleTick(models.Model):
    """A due time of a scheduled flow that was dealt with; the constraint makes it exactly once."""

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="ticks")
    due = models.DateTimeField()
    execution_id = models.UUIDField(null=True)
    """None where the missed-run policy passed the tick over."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "schedule_tick"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["flow", "due"], name="schedule_tick_once")]

    def __str__(self) -> str:
        return f"{self.due:%Y-%m-%d %H:%M} of flow {self.flow_id}"
