from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0004_partitions")]
    operations = [
        migrations.RunSQL(script("0005_retention.sql"), reverse_sql="DROP TABLE flow_retention"),
    ]
