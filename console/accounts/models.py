"""People, the tokens of their programs, and the count of failed sign-ins."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import cached_property


class User(AbstractUser):
    """A person or a REST client; rights come from groups and object grants, never from a flag."""

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_superuser"),
        ]

    @property
    def display_name(self) -> str:
        """The name shown to people: the full name where there is one."""
        return self.get_full_name() or self.username

    @cached_property
    def group_names(self) -> frozenset[str]:
        """Names of the user's groups, read once per user object."""
        return frozenset(self.groups.values_list("name", flat=True))


class ApiToken(models.Model):
    """A bearer token. The secret is shown once; only ``hash`` (SHA-256, hexadecimal, of the whole
    token text) is kept. ``prefix`` names the token where people must tell it from others."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} (flt_{self.prefix}_…)"


class FailedSignIn(models.Model):
    """How often sign-in failed for one key (a name, an address, or both) since ``since``."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures} since {self.since:%H:%M:%S}"
