from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0014_failed_records")]
    operations = [
        # A view and a function that are new, so the release before does not notice.
        migrations.RunSQL(script("0015_looks.sql"), reverse_sql=migrations.RunSQL.noop),
    ]
