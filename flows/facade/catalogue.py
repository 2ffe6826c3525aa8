"""What flows are made of: the schema, step and trigger kinds, connectors, connections."""

from collections.abc import Sequence

from connectors.catalog import registry as connector_registry
from connectors.connections import facade as connections
from connectors.sdk.protocol import Manifest
from flows.engine.catalogue import Catalogue
from flows.facade.access import Actor


def connectors() -> Sequence[Manifest]:
    """Every connector of this installation, by name."""
    return tuple(one.manifest for one in connector_registry.all_connectors())


def connector(name: str) -> Manifest:
    """One connector; raises UnknownConnector."""
    return connector_registry.connector(name).manifest


def for_actor(actor: Actor) -> Catalogue:
    """What a flow of this actor may refer to: the connections the actor may use."""
    return Catalogue(
        connections={
            one.slug: connector(one.connector)
            for one in connections.listing(actor)
            if "use" in one.permissions
        }
    )
