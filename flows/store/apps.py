from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class StoreConfig(AppConfig):
    name = "flows.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_make_partitions, sender=self)


def _make_partitions(using: str, **_details: object) -> None:
    """Every start of an installation migrates first: so its partitions are there before its first
    execution comes, however long it was off."""
    from flows.store import partitions

    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('fairlead_make_partitions') IS NOT NULL")
        made = cursor.fetchone()
    if using == "default" and made and made[0]:
        partitions.ensure()
