"""The use cases of connections and systems, checked for the actor. Others import only this."""

from connectors.connections.access import Actor
from connectors.connections.errors import Conflict, ConnectionMissing, ConnectionRefused, NotAllowed, NotFound
from connectors.connections.facade import rights, systems
from connectors.connections.facade.connections import (
    Changes,
    create,
    listing,
    remove,
    set_secrets,
    show,
    update,
)
from connectors.connections.facade.trials import describe, test
from connectors.connections.facade.usage import register_usage
from connectors.connections.shapes import ConnectionView, LastTest, SecretState, SystemView

__all__ = [
    "Actor",
    "Changes",
    "Conflict",
    "ConnectionMissing",
    "ConnectionRefused",
    "ConnectionView",
    "LastTest",
    "NotAllowed",
    "NotFound",
    "SecretState",
    "SystemView",
    "create",
    "describe",
    "listing",
    "register_usage",
    "remove",
    "rights",
    "set_secrets",
    "show",
    "systems",
    "test",
    "update",
]
