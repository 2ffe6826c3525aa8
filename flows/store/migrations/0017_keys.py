from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0016_queue_key")]
    operations = [
        # What the claim answers is the same as before, so the release before works with it too.
        migrations.RunSQL(script("0017_keys.sql"), reverse_sql=migrations.RunSQL.noop),
    ]
