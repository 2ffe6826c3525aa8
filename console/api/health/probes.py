"""Liveness and readiness, for whoever starts and stops processes; they name no secret and no data."""

from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

_TIMEOUT_S = 1.0


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is asked, so that a database outage restarts nobody."""
    return _answer({"status": "ok"})


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Whether the database answers. Without Redis the installation is slower, not down: then it is
    ready and ``degraded``."""
    database, broker = _database_answers(), _redis_answers()
    status = "ready" if database and broker else "degraded" if database else "unavailable"
    document = {"status": status, "database": database, "redis": broker, "degraded": database and not broker}
    return _answer(document, 200 if database else 503)


def _answer(document: dict[str, object], status: int = 200) -> HttpResponse:
    return JsonResponse(document, status=status, headers={"Cache-Control": "no-store"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        return bool(_redis().ping())
    except redis.RedisError:
        return False


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
    )
