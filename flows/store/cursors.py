"""Plain SQL on Django's own connection, inside its transaction."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from django.db import connection
from psycopg.rows import tuple_row
from psycopg.types.json import JsonbLoader

from flows.store.arrays import register


def fetch(statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
    """The rows of a statement; an empty list where it returns none.

    psycopg's cursor is used instead of Django's, since the columns of ``arrays`` are bound by the
    server.
    """
    connection.ensure_connection()
    raw = cast("psycopg.Connection[Any]", connection.connection)
    register(raw)
    with connection.wrap_database_errors, psycopg.Cursor(raw, row_factory=tuple_row) as cursor:
        # Django leaves jsonb as text for its own fields to read; here nobody else would read it.
        cursor.adapters.register_loader("jsonb", JsonbLoader)
        cursor.execute(statement.encode(), parameters)
        return cursor.fetchall() if cursor.description else []
