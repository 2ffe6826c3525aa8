"""Lists of executions as an actor may see them, and the way to one of them."""

from datetime import datetime
from uuid import UUID

from flows.facade import access
from flows.facade.access import Actor
from flows.facade.errors import NotFound
from flows.facade.executions.rows import Page
from flows.facade.paging import page
from flows.store.listing import Search, find
from flows.store.models import Execution


def listing(
    actor: Actor,
    *,
    flow: str | None = None,
    status: str | None = None,
    business_key: str | None = None,
    business_key_prefix: str | None = None,
    received_after: datetime | None = None,
    received_before: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Executions of the flows the actor may see, newest first. Not both ways to name a business key."""
    flow_ids = [access.flow_for(actor, flow).pk] if flow else list(access.visible_flow_ids(actor))
    search = Search(
        flow_ids,
        status or "",
        business_key or "",
        received_after,
        received_before,
        business_key_prefix or "",
    )
    return page(cursor, limit, lambda window: find(search, window))


def execution_for(actor: Actor, execution_id: str, permission: str = "view") -> Execution:
    """The execution, where the actor holds the permission on its flow.

    Raises:
        NotFound: there is none, or it may not be seen.
        Forbidden: it may be seen, but this may not be done.
    """
    found = Execution.objects.select_related("flow", "version").filter(pk=_uuid(execution_id)).first()
    if found is None:
        raise _missing(execution_id)
    try:
        access.flow_for(actor, found.flow.slug, permission)
    except NotFound:
        raise _missing(execution_id) from None
    return found


def is_visible(actor: Actor, execution_id: str) -> bool:
    """Whether the actor may see the execution."""
    try:
        execution_for(actor, execution_id)
    except NotFound:
        return False
    return True


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _missing(text) from None


def _missing(execution_id: str) -> NotFound:
    return NotFound(f"There is no execution {execution_id[:40]!r}.", hint="Look at the list of executions.")
