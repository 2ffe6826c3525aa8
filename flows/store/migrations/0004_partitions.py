from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0003_claim")]
    operations = [
        migrations.RunSQL(script("0004_partitions.sql"), reverse_sql=migrations.RunSQL.noop),
    ]
