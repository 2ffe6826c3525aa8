"""What flows are made of: the schema, step and trigger kinds, connectors, connections."""

from collections.abc import Sequence
from functools import cache

from connectors import registry as connector_registry
from connectors.connections import facade as connections
from connectors.sdk.protocol import Manifest
from connectors.sdk.types import JSON
from flows.engine import validation
from flows.engine.catalogue import Catalogue
from flows.engine.steps import registry as step_registry
from flows.engine.triggers import trigger_kinds as registered_trigger_kinds
from flows.facade.access import Actor
from flows.store.cursors import fetch

_USERS = """
SELECT f.slug FROM flow f JOIN flow_draft d ON d.flow_id = f.id
LEFT JOIN flow_version v ON v.id = f.live_version_id
WHERE EXISTS (SELECT FROM (VALUES (d.definition), (v.definition)) AS one (definition)
              WHERE jsonb_path_exists(one.definition, '$.steps.**.connection ? (@ == $slug)',
                                      jsonb_build_object('slug', %(slug)s::text)))
ORDER BY f.slug"""


@cache
def flow_schema() -> JSON:
    """The JSON Schema of flow documents, with the settings of every kind."""
    return validation.flow_schema()


def step_kinds() -> Sequence[JSON]:
    """Every kind of step, in the order of the palette."""
    return [kind.to_json() for kind in step_registry.kinds()]


def trigger_kinds() -> Sequence[JSON]:
    """Every kind of trigger, in the order of the palette."""
    return [kind.to_json() for kind in registered_trigger_kinds()]


def connectors() -> Sequence[Manifest]:
    """Every connector of this installation, by name."""
    return tuple(one.manifest for one in connector_registry.all_connectors())


def connector(name: str) -> Manifest:
    """One connector; raises UnknownConnector."""
    return connector_registry.connector(name).manifest


def users_of(connection: str) -> list[str]:
    """Names the flows whose draft or live version calls the connection, in words for a person."""
    return [f"the flow {slug}" for (slug,) in fetch(_USERS, {"slug": connection})]


def for_actor(actor: Actor) -> Catalogue:
    """What a flow of this actor may refer to: the connections the actor may use."""
    return Catalogue(
        connections={
            one.slug: connector(one.connector)
            for one in connections.listing(actor)
            if "use" in one.permissions
        }
    )
