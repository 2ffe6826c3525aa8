"""People and the roles they hold."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person or a REST client; rights come from groups and object grants."""
