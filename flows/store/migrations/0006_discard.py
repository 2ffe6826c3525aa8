from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0005_retention")]
    operations = [
        migrations.RunSQL(
            script("0006_discard.sql"),
            reverse_sql="ALTER TABLE dead_letter DROP COLUMN discarded_at, DROP COLUMN discarded_by,"
            " DROP COLUMN discard_note",
        ),
    ]
