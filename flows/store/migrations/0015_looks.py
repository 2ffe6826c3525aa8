from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0014_failed_records")]
    operations = [
        # What the claim answers is the same as before, so the release before works with it too.
        migrations.RunSQL(script("0015_looks.sql"), reverse_sql=migrations.RunSQL.noop),
    ]
