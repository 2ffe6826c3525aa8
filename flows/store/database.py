"""Plain psycopg connections for the hot paths, opened with the address that Django uses."""

from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections
from psycopg.rows import TupleRow, tuple_row

from flows.store.arrays import register

Connection = psycopg.AsyncConnection[TupleRow]


@dataclass(frozen=True, slots=True)
class ConnectOptions:
    """Bounds of one connection. Times are in seconds; a statement that takes longer is ended."""

    name: str
    connect_s: int = 2
    statement_s: float = 30.0
    lock_s: float = 5.0


def conninfo() -> dict[str, Any]:
    """Connection parameters of Django's default database, which tests replace by their own."""
    settings_dict = connections["default"].settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    found = {ours: settings_dict[theirs] for ours, theirs in names.items() if settings_dict.get(theirs)}
    return {**found, **settings_dict.get("OPTIONS", {})}


def pooled() -> bool:
    """Whether each transaction may have another session (PgBouncer in transaction mode). Then nothing is
    prepared, and the bounds of ``ConnectOptions`` are those that the role has (docs/scaling.md)."""
    return bool(connections["default"].settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))


def parameters(options: ConnectOptions) -> dict[str, Any]:
    """What psycopg's ``connect`` is called with."""
    session: dict[str, Any] = {"prepare_threshold": 3, "options": _server_options(options)}
    return {
        **conninfo(),
        "autocommit": True,
        "row_factory": tuple_row,
        "connect_timeout": options.connect_s,
        "application_name": options.name,
        **({"prepare_threshold": None} if pooled() else session),
        "keepalives_idle": 30,
        "tcp_user_timeout": 10_000,
    }


async def connect(options: ConnectOptions) -> Connection:
    """Opens an autocommit connection; raises psycopg.OperationalError."""
    connection = await psycopg.AsyncConnection.connect(**parameters(options))
    register(connection)
    return connection


def _server_options(options: ConnectOptions) -> str:
    bounds = {
        "statement_timeout": int(options.statement_s * 1000),
        "lock_timeout": int(options.lock_s * 1000),
        "idle_in_transaction_session_timeout": 60_000,
        "timezone": "UTC",
        "jit": "off",
        # The queue is empty one moment and long the next; a plan made for the empty one must not stay.
        "enable_seqscan": "off",
        # Every statement here has one good plan, whatever its parameters; to look for it takes longer
        # than a small one itself.
        "plan_cache_mode": "force_generic_plan",
    }
    return " ".join(f"-c {name}={value}" for name, value in bounds.items())
