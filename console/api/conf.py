"""Settings of the API, Django REST Framework and drf-spectacular. ``console.settings.base`` imports them, so
nothing here may import Django."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "console.accounts.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["console.api.parsers.StrictJSONParser"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "EXCEPTION_HANDLER": "console.api.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}

_CHOICES = "console.api.serializers.choices"
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Fairlead",
    "DESCRIPTION": "The governed integration layer for healthcare administration around Odoo.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "RoleName": f"{_CHOICES}.ROLE",
        "HolderKind": f"{_CHOICES}.HOLDER",
        "Section": f"{_CHOICES}.SECTION",
        "Scope": f"{_CHOICES}.SCOPE",
        "ExecutionStatus": f"{_CHOICES}.EXECUTION_STATUS",
        "AttemptStatus": f"{_CHOICES}.ATTEMPT_STATUS",
        "FlowState": f"{_CHOICES}.FLOW_STATE",
        "FlowPermission": f"{_CHOICES}.FLOW_PERMISSION",
        "ConnectionPermission": f"{_CHOICES}.CONNECTION_PERMISSION",
        "DeadLetterState": f"{_CHOICES}.DEAD_LETTER_STATE",
        "PayloadAccess": f"{_CHOICES}.PAYLOAD_ACCESS",
        "BatchState": f"{_CHOICES}.BATCH_STATE",
        "BatchSource": f"{_CHOICES}.BATCH_SOURCE",
        "BatchRecordStatus": f"{_CHOICES}.BATCH_RECORD_STATUS",
        "ReplayVersion": f"{_CHOICES}.REPLAY_VERSION",
        "Resolution": f"{_CHOICES}.RESOLUTION",
        "Idempotency": f"{_CHOICES}.IDEMPOTENCY",
        "ConnectionHealth": f"{_CHOICES}.HEALTH",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "console.api.openapi.add_intake",
        "console.api.openapi.add_problems",
        "console.api.openapi.simplify_nulls",
    ],
}
