"""Which engine may answer for the mappings of published versions, and where that was found wrong."""

from django.db import models


class VersionProofs(models.Model):
    """The proofs of a version's expressions, by hash of the expression; not part of the version."""

    version = models.OneToOneField(
        "FlowVersion", primary_key=True, on_delete=models.CASCADE, related_name="proofs"
    )
    proofs = models.JSONField()
    proved_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "flow_version_proofs"
        default_permissions = ()

    def __str__(self) -> str:
        return f"proofs of version {self.version_id}"


class MappingDemotion(models.Model):
    """An expression whose engines disagreed, at a place where it stands. No values of messages.
    Without a version: no version that is live or at work holds the expression."""

    version = models.ForeignKey("FlowVersion", null=True, on_delete=models.CASCADE, related_name="demotions")
    step = models.CharField(max_length=200)
    path = models.TextField()
    expression_hash = models.CharField(max_length=64, db_index=True)
    engines = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    demoted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "mapping_demotion"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "path", "expression_hash", "engines"],
                name="mapping_demotion_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.expression_hash[:12]} at {self.path}"
