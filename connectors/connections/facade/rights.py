"""Who may do what with one connection, and changing that."""

from collections.abc import Collection

from django.db import transaction

from connectors.connections import access, holders
from connectors.connections.access import ADMINISTRATORS, Actor
from connectors.connections.errors import Conflict
from connectors.connections.holders import Change, Rights
from connectors.connections.models import Connection


def show(actor: Actor, slug: str) -> Rights:
    """Who holds which rights on the connection, for everybody who sees it; raises NotFound."""
    row = access.connection_for(actor, slug)
    may_change = not ADMINISTRATORS.isdisjoint(access.roles_of(actor))
    return Rights(holders.holders(row, access.CODENAMES), may_change)


def give(actor: Actor, slug: str, kind: str, name: str, wanted: Collection[str]) -> Change:
    """Gives the role or the person of that name exactly the wanted rights on the connection; any of them
    brings ``view`` with it. For administrators. Raises NotFound, NotAllowed, and Conflict where
    administrators would no longer see the connection."""
    row = access.connection_for(actor, slug)
    access.require_role(actor, ADMINISTRATORS, "give or take rights")
    if kind == "role" and name in ADMINISTRATORS and not wanted:
        raise Conflict(
            "Administrators always see a connection, since nobody else could give rights on it.",
            hint="Take the other rights from the role and leave view.",
        )
    holder = holders.holder_named(kind, name)
    with transaction.atomic():
        locked = Connection.objects.select_for_update(no_key=True).get(pk=row.pk)
        return holders.set_rights(locked, access.CODENAMES, holder, wanted)
