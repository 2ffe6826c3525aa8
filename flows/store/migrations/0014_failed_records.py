"""Which records of a batch that failed were run again, and an index over the batches that have others.

The index is made as that of 0012: on the parent by name only, then on each week beside the writers. None
of it is in one transaction; who runs it again after it was broken off makes what is missing.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_COLUMNS = "(flow_id, execution_id) WHERE failed > redriven"
_COUNTED = """
UPDATE batch b SET redriven = counted.number FROM (
    SELECT execution_id, step, count(*) AS number FROM batch_record WHERE status = 'redriven'
    GROUP BY execution_id, step
) AS counted WHERE b.execution_id = counted.execution_id AND b.step = counted.step"""
_WITHOUT = """
SELECT week.inhrelid::regclass::text FROM pg_inherits week
WHERE week.inhparent = 'batch'::regclass AND NOT EXISTS (
    SELECT FROM pg_index i JOIN pg_inherits attached ON attached.inhrelid = i.indexrelid
    WHERE i.indrelid = week.inhrelid AND attached.inhparent = 'batch_failed'::regclass)
ORDER BY 1"""


def _make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE batch ADD COLUMN IF NOT EXISTS redriven bigint NOT NULL DEFAULT 0")
        cursor.execute(_COUNTED)
        cursor.execute(f"CREATE INDEX IF NOT EXISTS batch_failed ON ONLY batch {_COLUMNS}")
        cursor.execute(_WITHOUT)
        for (week,) in cursor.fetchall():
            bare = week.strip('"')
            name = editor.quote_name(f"{bare}_failed")
            # One that was broken off is there and not valid.
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            cursor.execute(f"CREATE INDEX CONCURRENTLY {name} ON {week} {_COLUMNS}")
            cursor.execute(f"ALTER INDEX batch_failed ATTACH PARTITION {name}")


def _drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("DROP INDEX batch_failed")
        cursor.execute("ALTER TABLE batch DROP COLUMN redriven")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0013_take")]
    operations = [migrations.RunPython(_make, _drop)]
