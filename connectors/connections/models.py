"""Outside systems, connections to them, and the sealed secrets of connections."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Health(models.TextChoices):
    """What the latest calls and tests say of a connection."""

    UNKNOWN = "unknown"
    HEALTHY = "healthy"
    FAILING = "failing"
    REFUSED = "refused"
    """The target answers and refuses our credentials or settings: a person has to act."""


class RestReason(models.TextChoices):
    """Why a connection is left alone for a while."""

    ASKED = "asked"
    """Its target said when to come again: every worker process waits."""
    FAILING = "failing"
    """It failed several times in a row: each worker process finds that out, and probes, for itself."""


class System(models.Model):
    """An outside party that data comes from or goes to."""

    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    allowed_private_hosts = ArrayField(models.CharField(max_length=260), default=list, blank=True)
    """``host`` or ``host:port`` inside private networks that connections of this system may call."""
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Connection(models.Model):
    """A configured instance of a connector. ``updated_at`` moves with every change that an open
    session must notice, those of secrets and of the system included, and with nothing else."""

    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField(max_length=200)
    connector = models.CharField(max_length=40)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="connections")
    config = models.JSONField(default=dict)
    max_concurrency = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(1), MaxValueValidator(256)]
    )
    requests_per_minute = models.PositiveIntegerField(null=True, validators=[MinValueValidator(1)])
    health = models.CharField(max_length=10, choices=Health.choices, default=Health.UNKNOWN)
    health_message = models.CharField(max_length=500, blank=True)
    health_changed_at = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    """May have gone by. Written with ``rest_reason`` alone, by ``rests``."""
    rest_reason = models.CharField(
        max_length=10, choices=RestReason.choices, blank=True, default="", db_default=""
    )
    last_test_ok = models.BooleanField(null=True)
    last_test_message = models.CharField(max_length=500, blank=True)
    last_test_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]
        permissions = [("test_connection", "Can test connection"), ("use_connection", "Can use connection")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(max_concurrency__gte=1, max_concurrency__lte=256),
                name="connection_concurrency_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(requests_per_minute__isnull=True) | models.Q(requests_per_minute__gte=1),
                name="connection_rate_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class ConnectionSecret(models.Model):
    """One sealed value. It is written and replaced; only ``contexts.load_context`` opens it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="secrets")
    name = models.CharField(max_length=40)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "name"], name="one_secret_per_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of connection {self.connection_id}"
