"""The five roles as groups. Rights on objects are granted to these groups when an object is made."""

from django.db import migrations

ROLES = ("analyst", "steward", "operator", "administrator", "client")


def create(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
