"""Moves every sealed secret to the first of the keys in FAIRLEAD_SEALING_KEY."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from connectors.connections.models import ConnectionSecret
from connectors.connections.sealing import SealBroken, identity, reseal


class Command(BaseCommand):
    help = (
        "Seals every connection secret under the first key of FAIRLEAD_SEALING_KEY. To replace the key: put "
        "the new one before the present one, restart, run this, then take the old one out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        moved, broken = 0, []
        for pk in ConnectionSecret.objects.values_list("pk", flat=True):
            try:
                moved += _moved(pk)
            except SealBroken as error:
                broken.append(f"{ConnectionSecret.objects.get(pk=pk)}: {error.message}")
        self.stdout.write(f"{moved} secrets sealed anew.")
        for line in broken:
            self.stderr.write(line)
        if broken:
            raise SystemExit(1)


def _moved(pk: int) -> bool:
    with transaction.atomic():
        row = ConnectionSecret.objects.select_for_update().get(pk=pk)
        sealed = reseal(bytes(row.sealed), identity(row.connection_id, row.name))
        if sealed is None:
            return False
        row.sealed = sealed
        row.save(update_fields=["sealed"])
        return True
