from django.db import migrations

from flows.store.schema import script


_OF = "(smallint, integer, smallint, bigint[], text, interval, bigint[])"
_DROP = f"DROP FUNCTION fairlead_take{_OF}, fairlead_claim{_OF}"


class Migration(migrations.Migration):
    dependencies = [("store", "0017_keys")]
    operations = [
        # Functions beside those of before, which the release before goes on calling.
        migrations.RunSQL(script("0018_only_flows.sql"), reverse_sql=_DROP),
    ]
