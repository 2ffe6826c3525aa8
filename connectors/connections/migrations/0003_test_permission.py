"""Testing a connection is a right of its own: of those who may use it in flows, and of operators who see it."""

from django.db import migrations
from django.db.models import Q

_MAY_TEST_BY_NOW = Q(permission__codename="use_connection")
_OPERATORS = Q(permission__codename="view_connection", group__name="operator")


def grant(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="connections", model="connection"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        codename="test_connection", content_type=kind, defaults={"name": "Can test connection"}
    )
    for model, holder, who in (
        ("GroupObjectPermission", "group_id", _MAY_TEST_BY_NOW | _OPERATORS),
        ("UserObjectPermission", "user_id", _MAY_TEST_BY_NOW),
    ):
        grants = apps.get_model("guardian", model).objects
        for key, object_pk in list(grants.filter(who, content_type=kind).values_list(holder, "object_pk")):
            grants.get_or_create(
                permission=permission, content_type=kind, object_pk=object_pk, **{holder: key}
            )


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0002_rests"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("guardian", "0001_initial"),
    ]
    operations = [
        migrations.AlterModelOptions(
            "connection",
            {
                "ordering": ["slug"],
                "permissions": [
                    ("test_connection", "Can test connection"),
                    ("use_connection", "Can use connection"),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
