from django.db import migrations

from flows.store.schema import script


class Migration(migrations.Migration):
    dependencies = [("store", "0007_mapping_proofs")]
    operations = [
        migrations.RunSQL(
            script("0008_batches.sql"),
            reverse_sql="DROP TABLE batch, batch_chunk, batch_record, batch_selection, upload",
        ),
    ]
