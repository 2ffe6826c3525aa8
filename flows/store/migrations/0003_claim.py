from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0002_runs")]
    operations = [
        migrations.RunSQL(
            script("0003_claim.sql"),
            reverse_sql="DROP FUNCTION fairlead_claim(smallint, integer, smallint, bigint[], text, interval)",
        ),
    ]
