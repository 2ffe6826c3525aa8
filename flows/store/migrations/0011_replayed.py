from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0010_take")]
    operations = [
        migrations.RunSQL(
            script("0011_replayed.sql"), reverse_sql="ALTER TABLE dead_letter DROP COLUMN replayed_as"
        ),
    ]
