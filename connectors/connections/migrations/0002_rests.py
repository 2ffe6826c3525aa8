from django.db import migrations, models

_REASON = models.CharField(
    blank=True, choices=[("asked", "Asked"), ("failing", "Failing")], db_default="", default="", max_length=10
)


class Migration(migrations.Migration):
    dependencies = [("connections", "0001_initial")]
    operations = [
        migrations.AddField("connection", "rests_until", models.DateTimeField(null=True)),
        # Written out, since Django asks a server how to quote a default, and the check of locks has none.
        migrations.RunSQL(
            "ALTER TABLE connections_connection ADD COLUMN rest_reason varchar(10) DEFAULT '' NOT NULL",
            reverse_sql="ALTER TABLE connections_connection DROP COLUMN rest_reason",
            state_operations=[migrations.AddField("connection", "rest_reason", _REASON)],
        ),
    ]
