"""Indexes on tables that are partitioned by week, made beside their writers.

PostgreSQL makes no index concurrently on a partitioned table itself: so it is made on the parent by
name only, then on each week, and the weeks are attached. None of it is in one transaction; who runs it
again after it was broken off makes what is missing.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_WITHOUT = """
SELECT week.inhrelid::regclass::text FROM pg_inherits week
WHERE week.inhparent = %s::regclass AND NOT EXISTS (
    SELECT FROM pg_index i JOIN pg_inherits attached ON attached.inhrelid = i.indexrelid
    WHERE i.indrelid = week.inhrelid AND attached.inhparent = %s::regclass)
ORDER BY 1"""


def make(editor: BaseDatabaseSchemaEditor, table: str, suffix: str, columns: str) -> None:
    """The index ``<table>_<suffix>``, and ``<week>_<suffix>`` on each week; ``columns`` with their
    brackets and what follows them."""
    index = f"{table}_{suffix}"
    with editor.connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {index} ON ONLY {table} {columns}")
        cursor.execute(_WITHOUT, [table, index])
        for (week,) in cursor.fetchall():
            bare = week.strip('"')
            name = editor.quote_name(f"{bare}_{suffix}")
            # One that was broken off is there and not valid.
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            cursor.execute(f"CREATE INDEX CONCURRENTLY {name} ON {week} {columns}")
            cursor.execute(f"ALTER INDEX {index} ATTACH PARTITION {name}")
