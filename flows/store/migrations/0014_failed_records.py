"""Which records of a batch that failed were run again, and an index over the batches that have others.

None of it is in one transaction; who runs it again after it was broken off makes what is missing.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from flows.store import weekly_indexes

_COLUMNS = "(flow_id, execution_id) WHERE failed > redriven"
_COUNTED = """
UPDATE batch b SET redriven = counted.number FROM (
    SELECT execution_id, step, count(*) AS number FROM batch_record WHERE status = 'redriven'
    GROUP BY execution_id, step
) AS counted WHERE b.execution_id = counted.execution_id AND b.step = counted.step"""


def _make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE batch ADD COLUMN IF NOT EXISTS redriven bigint NOT NULL DEFAULT 0")
        cursor.execute(_COUNTED)
    weekly_indexes.make(editor, "batch", "failed", _COLUMNS)


def _drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("DROP INDEX batch_failed")
        cursor.execute("ALTER TABLE batch DROP COLUMN redriven")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0013_take")]
    operations = [migrations.RunPython(_make, _drop)]
