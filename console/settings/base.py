"""What holds in every environment. The files beside this one add what differs."""

from pathlib import Path

from console.api.conf import REST_FRAMEWORK as REST_FRAMEWORK
from console.api.conf import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from console.settings import broker, env
from console.settings.logs import LOGGING as LOGGING

BASE_DIR = Path(__file__).resolve().parent.parent.parent
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"

SECRET_KEY = env.required("FAIRLEAD_SECRET_KEY")
FAIRLEAD_SEALING_KEY = env.required("FAIRLEAD_SEALING_KEY")
"""Base64 of 32 bytes: the envelope key that seals connection secrets."""
FAIRLEAD_ENVIRONMENT = env.text("FAIRLEAD_ENVIRONMENT", "production")
"""Shown on every page: demonstration, staging or production."""
FAIRLEAD_METRICS_TOKEN = env.text("FAIRLEAD_METRICS_TOKEN")
"""What a Prometheus server may send as bearer in place of a user's token; none where empty."""
FAIRLEAD_RETENTION_DAYS = {
    name: env.number(f"FAIRLEAD_RETENTION_{name.upper()}_DAYS", days)
    for name, days in {"content": 30, "attempts": 30, "facts": 400}.items()
}
"""How long bodies, step attempts (which hold bodies too) and facts of executions are kept; 0: for ever."""
DEBUG = False
ALLOWED_HOSTS = env.items("FAIRLEAD_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.items("FAIRLEAD_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "channels",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "console.accounts",
    "console.audit",
    "console.api",
    "console.demo",
    "console.operations",
    "connectors.connections",
    "flows.store",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "console.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# The door in front of Django lets no larger body through (console.bodies), so none goes to the disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024 + 1
ROOT_URLCONF = "console.urls"
ASGI_APPLICATION = "console.asgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, object]] = []

DATABASE_URL = env.required("DATABASE_URL")
DATABASES = {"default": env.database(DATABASE_URL)}
REDIS_URL = env.text("FAIRLEAD_REDIS_URL") or env.redis_of(broker.broker_url)

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "fairlead"},
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
