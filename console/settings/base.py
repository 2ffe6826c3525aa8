"""What holds in every environment. The files beside this one add what differs."""

from pathlib import Path

from console.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"

SECRET_KEY = env.required("FAIRLEAD_SECRET_KEY")
FAIRLEAD_SEALING_KEY = env.required("FAIRLEAD_SEALING_KEY")
"""Base64 of 32 bytes: the envelope key that seals connection secrets."""
FAIRLEAD_ENVIRONMENT = env.text("FAIRLEAD_ENVIRONMENT", "production")
"""Shown on every page: demonstration, staging or production."""
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
    "connectors.connections",
    "flows.store",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
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
REDIS_URL = env.text("FAIRLEAD_REDIS_URL") or env.required("CELERY_BROKER_URL")
CELERY_BROKER_URL = env.required("CELERY_BROKER_URL")

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
