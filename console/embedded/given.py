"""The PostgreSQL of DATABASE_URL, which somebody else runs."""

import os
from typing import cast

import psycopg
from psycopg.conninfo import make_conninfo

from console.embedded.state import StateError
from console.settings import env

_NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
_WAIT_S = "10"


def require_reachable() -> None:
    """Raises StateError where it cannot be used, before anything starts that would say so at length."""
    entry = env.database(os.environ["DATABASE_URL"])
    given = {ours: str(entry[name]) for name, ours in _NAMES.items() if entry[name]}
    options = cast(dict[str, str], entry["OPTIONS"])
    try:
        psycopg.connect(make_conninfo("", **{"connect_timeout": _WAIT_S, **options, **given})).close()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise StateError(
            f"The PostgreSQL of DATABASE_URL cannot be used ({reason}). Start it, or correct the address."
        ) from None
