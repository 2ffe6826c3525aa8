"""Lists by actor, action and object follow an index; the table cannot be emptied either."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
BACKWARD = "DROP TRIGGER audit_no_truncate ON audit_auditentry;"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AlterModelOptions(
            name="auditentry", options={"default_permissions": ("view",), "ordering": ["id"]}
        ),
        migrations.AddIndex(
            model_name="auditentry", index=models.Index(fields=["actor", "id"], name="audit_by_actor")
        ),
        migrations.AddIndex(
            model_name="auditentry", index=models.Index(fields=["action", "id"], name="audit_by_action")
        ),
        migrations.AddIndex(
            model_name="auditentry", index=models.Index(fields=["object", "id"], name="audit_by_object")
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
