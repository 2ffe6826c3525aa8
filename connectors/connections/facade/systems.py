"""Creating, changing and removing outside systems."""

from collections.abc import Iterator, Sequence
from typing import TypedDict, Unpack

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from connectors.connections import access, checks
from connectors.connections.errors import Conflict
from connectors.connections.models import Connection, System
from connectors.connections.shapes import SystemView, system_view


class SystemChanges(TypedDict, total=False):
    """What may be changed of a system; the slug stays."""

    name: str
    kind: str
    owner: str
    description: str
    allowed_private_hosts: Sequence[str]


def listing(actor: access.Actor) -> tuple[SystemView, ...]:
    """Every system, for those who see systems, by slug."""
    return tuple(system_view(row) for row in access.systems(actor))


def show(actor: access.Actor, slug: str) -> SystemView:
    """One system; raises NotFound."""
    return system_view(access.system_for(actor, slug))


def create(actor: access.Actor, slug: str, **given: Unpack[SystemChanges]) -> SystemView:
    """A new system. For administrators and stewards; private hosts for administrators alone."""
    access.require_role(actor, access.CHANGES_SYSTEMS, "create systems")
    row = System(slug=slug)
    problems = (*checks.slug_problems(slug), *_apply(actor, row, given))
    checks.refuse("The system", problems)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(f"The slug {slug!r} is in use.", hint="Choose another slug.") from None
    return system_view(row)


def update(actor: access.Actor, slug: str, **given: Unpack[SystemChanges]) -> SystemView:
    """Changes what is given; open sessions notice when the private hosts change."""
    with transaction.atomic():
        pk = access.system_for(actor, slug).pk
        access.require_role(actor, access.CHANGES_SYSTEMS, "change systems")
        row = System.objects.select_for_update().get(pk=pk)
        before = list(row.allowed_private_hosts)
        checks.refuse("The system", tuple(_apply(actor, row, given)))
        row.save()
        if row.allowed_private_hosts != before:
            Connection.objects.filter(system=row).update(updated_at=timezone.now())
    return system_view(row)


def remove(actor: access.Actor, slug: str) -> None:
    """Removes a system; raises Conflict while it has connections."""
    row = access.system_for(actor, slug)
    access.require_role(actor, access.CHANGES_SYSTEMS, "remove systems")
    try:
        row.delete()
    except models.ProtectedError:
        slugs = ", ".join(row.connections.values_list("slug", flat=True)[:10])
        raise Conflict(f"The system {slug!r} has connections: {slugs}.", hint="Remove these first.") from None


def _apply(actor: access.Actor, row: System, given: SystemChanges) -> Iterator[str]:
    row.name = given.get("name", row.name).strip()
    row.kind = given.get("kind", row.kind).strip()
    row.owner = given.get("owner", row.owner).strip()
    row.description = given.get("description", row.description)
    yield from checks.name_problems(row.name)
    for label, value, longest in (("kind", row.kind, 60), ("owner", row.owner, 200)):
        if len(value) > longest:
            yield f"{label}: give at most {longest} characters"
    if len(row.description) > 2_000:
        yield "description: give at most 2000 characters"
    yield from _apply_hosts(actor, row, given)


def _apply_hosts(actor: access.Actor, row: System, given: SystemChanges) -> Iterator[str]:
    if "allowed_private_hosts" not in given:
        return
    hosts = given["allowed_private_hosts"]
    if list(hosts) == row.allowed_private_hosts:
        return
    access.require_role(actor, access.ADMINISTRATORS, "allow private hosts")
    problems = tuple(checks.host_problems(hosts))
    if problems:
        yield from problems
        return
    row.allowed_private_hosts = sorted({one.lower() for one in hosts})
