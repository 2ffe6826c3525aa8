"""An index over how business keys begin, whatever the collation of the database.

PostgreSQL makes no index concurrently on a partitioned table itself: so it is made on the parent by
name only, then on each week beside the writers, and the weeks are attached. None of it is in one
transaction; who runs it again after it was broken off makes what is missing.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_COLUMNS = "(flow_id, name, value text_pattern_ops) INCLUDE (execution_id)"
_WITHOUT = """
SELECT week.inhrelid::regclass::text FROM pg_inherits week
WHERE week.inhparent = 'business_key'::regclass AND NOT EXISTS (
    SELECT FROM pg_index i JOIN pg_inherits attached ON attached.inhrelid = i.indexrelid
    WHERE i.indrelid = week.inhrelid AND attached.inhparent = 'business_key_beginning'::regclass)
ORDER BY 1"""


def _make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS business_key_beginning ON ONLY business_key {_COLUMNS}"
        )
        cursor.execute(_WITHOUT)
        for (week,) in cursor.fetchall():
            bare = week.strip('"')
            name = editor.quote_name(f"{bare}_beginning")
            # One that was broken off is there and not valid.
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            cursor.execute(f"CREATE INDEX CONCURRENTLY {name} ON {week} {_COLUMNS}")
            cursor.execute(f"ALTER INDEX business_key_beginning ATTACH PARTITION {name}")


def _drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("DROP INDEX business_key_beginning")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0011_replayed")]
    operations = [migrations.RunPython(_make, _drop)]
