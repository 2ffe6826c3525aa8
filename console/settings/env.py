"""Typed readers of the environment."""

import os
from urllib.parse import parse_qs, unquote, urlsplit


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise SystemExit(f"The environment variable {name} is not set; Fairlead cannot start without it.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError:
        raise SystemExit(f"The environment variable {name} must be a whole number, not {value!r}.") from None


def items(name: str, default: str = "") -> list[str]:
    return [one.strip() for one in os.environ.get(name, default).split(",") if one.strip()]


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for ``postgresql://user:password@host:port/name?host=/socket/dir``.

    ``pool_mode=transaction`` says that a PgBouncer in that mode is behind the address: nothing may
    be left behind in a session (see docs/scaling.md).
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL must start with postgresql://")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    pooled = query.pop("pool_mode", "session") == "transaction"
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query.pop("port", None) or str(parts.port or ""),
        "OPTIONS": query,
        # Every request of the web process runs on a thread of its own, so that a kept connection would
        # never be met again: it would only hold its place in the database until it is collected. Workers
        # keep theirs (console/workers/processes.py).
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
    }


def redis_of(broker_url: str) -> str:
    """The Redis address behind a Celery broker address, for the live layer where none is given."""
    parts = urlsplit(broker_url)
    if parts.scheme in {"redis", "rediss"}:
        return broker_url
    if parts.scheme == "redis+socket":
        database_number = parse_qs(parts.query).get("virtual_host", ["0"])[-1]
        return f"unix://{parts.path}?db={database_number}"
    return required("FAIRLEAD_REDIS_URL")
