"""Analysts see the messages that they map: those flows that are there already are granted so too."""

from django.db import migrations


def grant(apps, schema_editor):
    grants = apps.get_model("guardian", "GroupObjectPermission")
    permission = (
        apps.get_model("auth", "Permission")
        .objects.filter(
            codename="reveal_payload", content_type__app_label="store", content_type__model="flow"
        )
        .first()
    )
    group = apps.get_model("auth", "Group").objects.filter(name="analyst").first()
    if permission is None or group is None:
        return  # A fresh installation: there are no flows yet.
    flows = grants.objects.filter(
        group=group, permission__codename="edit_flow", content_type=permission.content_type
    )
    for object_pk in flows.values_list("object_pk", flat=True):
        grants.objects.get_or_create(
            group=group, permission=permission, content_type=permission.content_type, object_pk=object_pk
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("guardian", "0001_initial"),
        ("store", "0001_initial"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
