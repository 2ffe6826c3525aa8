"""The demonstration's flows: published once, and never again over what people made of them."""

from collections.abc import Iterator
from pathlib import Path

import orjson
from django.contrib.auth.models import Group

from connectors.sdk.types import JSON
from console.accounts.models import User
from flows.facade import access, transfer
from flows.facade.errors import NotFound

FOLDER = Path(__file__).parent / "flows"
FOR_CLIENTS = ("view", "start")


def load(analyst: User) -> list[str]:
    """Publishes the flows that are not there yet, lets clients start them, and names them all."""
    clients, _ = Group.objects.get_or_create(name="client")
    slugs = []
    for document in documents():
        slug = document["slug"]
        try:
            access.flow_for(analyst, slug)
        except NotFound:
            transfer.import_flow(analyst, document, publish=True, note="The demonstration's first version")
            access.grant(access.flow_for(analyst, slug), clients, FOR_CLIENTS)
        slugs.append(slug)
    return slugs


def documents() -> Iterator[dict[str, JSON]]:
    """The flow documents in the folder beside this file, by name."""
    for path in sorted(FOLDER.glob("*.json")):
        yield orjson.loads(path.read_bytes())
