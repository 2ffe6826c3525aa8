"""An index over how business keys begin, whatever the collation of the database."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from flows.store import weekly_indexes

_COLUMNS = "(flow_id, name, value text_pattern_ops) INCLUDE (execution_id)"


def _make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    weekly_indexes.make(editor, "business_key", "beginning", _COLUMNS)


def _drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("DROP INDEX business_key_beginning")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0011_replayed")]
    operations = [migrations.RunPython(_make, _drop)]
