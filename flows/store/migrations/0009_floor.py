from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0008_batches")]
    operations = [
        migrations.RunSQL(script("0009_floor.sql"), reverse_sql=migrations.RunSQL.noop),
    ]
