"""Settings of the test run: real PostgreSQL and Redis, whose addresses come from the environment."""

import os

os.environ.setdefault("FAIRLEAD_SECRET_KEY", "test-only-secret-key-of-no-value-at-all-0123456789")
os.environ.setdefault("FAIRLEAD_SEALING_KEY", "dGVzdC1vbmx5LXNlYWxpbmcta2V5LTMyLWJ5dGVzISE=")
os.environ.setdefault("FAIRLEAD_ENVIRONMENT", "test")

from console.settings import base
from console.settings.base import *  # noqa: F403

INSTALLED_APPS = [*base.INSTALLED_APPS, "tests.database"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
