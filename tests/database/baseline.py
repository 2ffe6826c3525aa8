"""What the migrations put into the database, kept beside it, so that a test begins with just that."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"""
_KEPT = "SELECT tablename FROM pg_tables WHERE schemaname = 'baseline'"


def keep() -> None:
    """Copies every row that is there now."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA baseline")
        for table in _filled(_names(_TABLES)):
            cursor.execute(f'CREATE TABLE baseline."{table}" AS TABLE public."{table}"')


def restore() -> None:
    """Takes every other row away, also from tables that Django does not know, and puts those back."""
    kept = _names(_KEPT)
    emptied = _quoted({*kept, *_filled(_names(_TABLES))})
    # In one transaction, at whose end the constraints hold, in whatever order the tables are filled.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {emptied} CASCADE")
        for table in kept:
            cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM baseline."{table}"')


def _names(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [str(name) for (name,) in cursor.fetchall()]


def _filled(tables: Sequence[str]) -> list[str]:
    """Those that hold a row: to empty all the others would take most of the time."""
    return _names(
        " UNION ALL ".join(f"(SELECT '{one}' WHERE EXISTS (SELECT FROM \"{one}\"))" for one in tables)
    )


def _quoted(tables: Iterable[str]) -> str:
    return ", ".join(f'public."{one}"' for one in sorted(tables))
