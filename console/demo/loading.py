"""The demonstration's flows: published, brought up to date as long as nobody made them their own, and
never over what people made of them."""

from collections.abc import Iterator
from pathlib import Path

import orjson
from django.contrib.auth.models import Group

from connectors.sdk.types import JSON
from console.accounts.models import User
from flows.facade import access, drafts, transfer, versions
from flows.facade.errors import NotFound

FOLDER = Path(__file__).parent / "flows"
FOR_CLIENTS = ("view", "start")
FIRST = "The demonstration's first version"
RENEWED = "The demonstration as it comes with this release"


def load(analyst: User) -> list[str]:
    """Publishes the flows that are not there yet and lets clients start them, renews those that are as
    an earlier release left them, and names them all."""
    clients, _ = Group.objects.get_or_create(name="client")
    slugs = []
    for document in documents():
        slug = document["slug"]
        try:
            access.flow_for(analyst, slug)
        except NotFound:
            transfer.import_flow(analyst, document, publish=True, note=FIRST)
            access.grant(access.flow_for(analyst, slug), clients, FOR_CLIENTS)
        else:
            if _may_renew(analyst, slug) and _is_untouched(analyst, slug):
                transfer.import_flow(analyst, document, publish=True, note=RENEWED)
        slugs.append(slug)
    return slugs


def documents() -> Iterator[dict[str, JSON]]:
    """The flow documents in the folder beside this file, by name."""
    for path in sorted(FOLDER.glob("*.json")):
        yield orjson.loads(path.read_bytes())


def _may_renew(analyst: User, slug: str) -> bool:
    held = access.permissions_of(analyst, access.flow_for(analyst, slug))
    return {"edit", "publish"} <= set(held)


def _is_untouched(analyst: User, slug: str) -> bool:
    """Whether every version came from here, and nobody has changed the draft since."""
    published = versions.listing(analyst, slug)
    if not published or any(one.note not in (FIRST, RENEWED) for one in published):
        return False
    newest = versions.show(analyst, slug, published[0].number)
    return bool(drafts.show(analyst, slug).definition == newest.definition)
