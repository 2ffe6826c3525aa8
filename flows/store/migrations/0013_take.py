from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0012_beginnings")]
    operations = [
        # What it answers is the same as before, so the release before works with it too.
        migrations.RunSQL(script("0013_take.sql"), reverse_sql=migrations.RunSQL.noop),
    ]
