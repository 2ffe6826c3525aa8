from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

LOCK_WAIT = "5s"
"""A migration that does not get a lock in this time gives up and is run again later, since everybody
else queues up behind it for as long as it waits."""


class StoreConfig(AppConfig):
    name = "flows.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        pre_migrate.connect(_bound_locks, sender=self)
        post_migrate.connect(_make_partitions, sender=self)


def _bound_locks(using: str, **_details: object) -> None:
    if connections[using].settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return  # behind PgBouncer the setting would stay with somebody else's session
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_WAIT])


def _make_partitions(using: str, **_details: object) -> None:
    """Every start of an installation migrates first: so its partitions are there before its first
    execution comes, however long it was off."""
    from flows.store import partitions

    with connections[using].cursor() as cursor:
        cursor.execute("RESET lock_timeout")
        cursor.execute("SELECT to_regproc('fairlead_make_partitions') IS NOT NULL")
        made = cursor.fetchone()
    if using == "default" and made and made[0]:
        partitions.ensure()
