from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0009_floor")]
    operations = [
        migrations.RunSQL(
            script("0010_take.sql"),
            reverse_sql="DROP FUNCTION fairlead_take(smallint, integer, smallint, bigint[], text, interval)",
        ),
    ]
