
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_discard"),
    ]

    operations = [
        migrations.CreateModel(
            name="VersionProofs",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="proofs",
                        serialize=False,
                        to="store.flowversion",
                    ),
                ),
                ("proofs", models.JSONField()),
                ("proved_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "db_table": "flow_version_proofs",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MappingDemotion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=200)),
                ("path", models.TextField()),
                ("expression_hash", models.CharField(db_index=True, max_length=64)),
                ("engines", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=200)),
                ("demoted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demotions",
                        to="store.flowversion",
                    ),
                ),
            ],
            options={
                "db_table": "mapping_demotion",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "path", "expression_hash", "engines"),
                        name="mapping_demotion_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
