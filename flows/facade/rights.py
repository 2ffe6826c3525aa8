"""Who may do what with one flow, and changing that."""

from collections.abc import Collection

from django.db import transaction

from connectors.connections import holders
from connectors.connections.holders import Change, Rights
from flows.facade import access
from flows.facade.access import Actor
from flows.facade.errors import Conflict
from flows.store.models import Flow


def show(actor: Actor, slug: str) -> Rights:
    """Who holds which rights on the flow, for everybody who sees it; raises NotFound."""
    flow = access.flow_for(actor, slug)
    may_change = access.ADMINISTRATOR in access.roles_of(actor)
    return Rights(holders.holders(flow, access.CODENAMES), may_change)


def give(actor: Actor, slug: str, kind: str, name: str, wanted: Collection[str]) -> Change:
    """Gives the role or the person of that name exactly the wanted rights on the flow; any of them
    brings ``view`` with it. For administrators. Raises NotFound, Forbidden, and Conflict where
    administrators would no longer see the flow."""
    flow = access.flow_for(actor, slug)
    access.require_administrator(actor)
    if (kind, name) == ("role", access.ADMINISTRATOR) and not wanted:
        raise Conflict(
            "Administrators always see a flow, since nobody else could give rights on it.",
            hint="Take the other rights from the role and leave view.",
        )
    holder = holders.holder_named(kind, name)
    with transaction.atomic():
        row = Flow.objects.select_for_update(no_key=True).get(pk=flow.pk)
        return holders.set_rights(row, access.CODENAMES, holder, wanted)
