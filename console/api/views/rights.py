"""Who may do what with one flow: seen by those who see the flow, changed by administrators."""

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.serializers.rights import FlowRightsChangeSerializer, FlowRightsSerializer
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
        detail = {"holder": f"{kind} {name}", "given": [*change.given], "taken": [*change.taken]}
        self.audited("flow.rights", f"flow:{slug}", detail)
        return Response(FlowRightsSerializer(rights.show(self.actor, slug)).data)
