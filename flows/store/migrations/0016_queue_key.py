"""An index along which what an ordering key left behind can be passed over, instead of the one by number, of
which the release before uses the first two columns.

None of it is in one transaction; who runs it again after it was broken off makes what is missing.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def _replace(editor: BaseDatabaseSchemaEditor, name: str, column: str, old: str) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        cursor.execute(
            f"CREATE INDEX CONCURRENTLY {name} ON queue (flow_id, ordering_key, {column}) "
            "WHERE ordering_key <> ''"
        )
        cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {old}")


def _make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _replace(editor, "queue_key", "visible_at", old="queue_ordering")


def _drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _replace(editor, "queue_ordering", "seq", old="queue_key")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0015_looks")]
    operations = [migrations.RunPython(_make, _drop)]
