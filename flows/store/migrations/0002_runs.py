from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [
        migrations.RunSQL(script("0002_runs.sql"), reverse_sql=migrations.RunSQL.noop),
    ]
