"""Who may do what with one flow or connection: seen by those who see it, changed by administrators."""

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from connectors.connections import facade as connections
from connectors.connections.holders import Change
from connectors.sdk.types import JSON
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.serializers.rights import (
    ConnectionRightsChangeSerializer,
    ConnectionRightsSerializer,
    FlowRightsChangeSerializer,
    FlowRightsSerializer,
)
from flows.facade import rights


class FlowRightsViewSet(ApiViewSet):
    scopes = {"retrieve": "flows:read", "give": "admin"}

    @extend_schema(operation_id="flows_rights_show", responses=FlowRightsSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """What each role, and each person beside their roles, may do with the flow."""
        return Response(FlowRightsSerializer(rights.show(self.actor, slug)).data)

    @extend_schema(
        operation_id="flows_rights_give", request=FlowRightsChangeSerializer, responses=FlowRightsSerializer
    )
    @transaction.atomic
    def give(self, request: Request, slug: str, kind: str, name: str) -> Response:
        """Gives a role or a person exactly these rights on the flow. Any right brings `view` with it;
        none at all takes every one. Administrators always see a flow."""
        given = self.body(FlowRightsChangeSerializer)["rights"]
        change = rights.give(self.actor, slug, kind, name, given)
        self.audited("flow.rights", f"flow:{slug}", _in_words(kind, name, change))
        return self.retrieve(request, slug)


class ConnectionRightsViewSet(ApiViewSet):
    scopes = {"retrieve": "connections:read", "give": "admin"}

    @extend_schema(operation_id="connections_rights_show", responses=ConnectionRightsSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """What each role, and each person beside their roles, may do with the connection."""
        return Response(ConnectionRightsSerializer(connections.rights.show(self.actor, slug)).data)

    @extend_schema(
        operation_id="connections_rights_give",
        request=ConnectionRightsChangeSerializer,
        responses=ConnectionRightsSerializer,
    )
    @transaction.atomic
    def give(self, request: Request, slug: str, kind: str, name: str) -> Response:
        """Gives a role or a person exactly these rights on the connection. Any right brings `view` with
        it; none at all takes every one. Administrators always see a connection."""
        given = self.body(ConnectionRightsChangeSerializer)["rights"]
        change = connections.rights.give(self.actor, slug, kind, name, given)
        self.audited("connection.rights", f"connection:{slug}", _in_words(kind, name, change))
        return self.retrieve(request, slug)


def _in_words(kind: str, name: str, change: Change) -> JSON:
    """What the audit trail keeps of it."""
    return {"holder": f"{kind} {name}", "given": [*change.given], "taken": [*change.taken]}
