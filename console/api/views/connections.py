"""Systems and connections. Secrets go in and never come out."""

from django.db import transaction
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from connectors.connections import facade
from console.api import pagination
from console.api.base import SLUG, ApiViewSet
from console.api.described import extend_schema
from console.api.differences import difference
from console.api.serializers.connections import (
    ConnectionChangeSerializer,
    ConnectionCreateSerializer,
    ConnectionSerializer,
    DescribeQuerySerializer,
    SystemChangeSerializer,
    SystemSerializer,
    TargetDescriptionSerializer,
    TestResultSerializer,
)

SCOPES = {
    "list": "connections:read",
    "retrieve": "connections:read",
    "create": "connections:write",
    "partial_update": "connections:write",
    "destroy": "connections:write",
    "test": "connections:write",
    "describe": "connections:read",
}


class ConnectionViewSet(ApiViewSet):
    lookup_field = "slug"
    lookup_value_regex = SLUG
    scopes = SCOPES

    @extend_schema(
        operation_id="connections_list",
        parameters=[pagination.PageQuerySerializer],
        responses=pagination.page_schema(ConnectionSerializer),
    )
    def list(self, request: Request) -> Response:
        """The connections the caller may see."""
        query = self.query(pagination.PageQuerySerializer)
        rows = facade.listing(self.actor)
        return pagination.answer_all(
            request, ConnectionSerializer, rows, key=lambda row: row.slug, query=query
        )

    @extend_schema(
        operation_id="connections_create",
        request=ConnectionCreateSerializer,
        responses={201: ConnectionSerializer},
    )
    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Makes a connection."""
        given = self.body(ConnectionCreateSerializer)
        made = facade.create(self.actor, **given)
        self.audited("connection.create", f"connection:{made.slug}", {"secrets": sorted(given["secrets"])})
        return Response(ConnectionSerializer(made).data, status=201)

    @extend_schema(operation_id="connections_show", responses=ConnectionSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """One connection."""
        return Response(ConnectionSerializer(facade.show(self.actor, slug)).data)

    @extend_schema(
        operation_id="connections_change", request=ConnectionChangeSerializer, responses=ConnectionSerializer
    )
    @transaction.atomic
    def partial_update(self, request: Request, slug: str) -> Response:
        """Changes the members that are given; a secret that is not named stays, null removes one."""
        given = self.body(ConnectionChangeSerializer)
        before = facade.show(self.actor, slug)
        changed = facade.update(self.actor, slug, **given)
        self.audited("connection.change", f"connection:{slug}", difference(before, changed, given))
        return Response(ConnectionSerializer(changed).data)

    @extend_schema(operation_id="connections_delete", responses={204: None})
    @transaction.atomic
    def destroy(self, request: Request, slug: str) -> Response:
        """Removes a connection that no flow uses."""
        facade.remove(self.actor, slug)
        self.audited("connection.delete", f"connection:{slug}")
        return Response(status=204)

    @extend_schema(operation_id="connections_test", request=None, responses=TestResultSerializer)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, slug: str) -> Response:
        """Calls the system once, without changing anything there."""
        result = facade.test(self.actor, slug)
        self.audited("connection.test", f"connection:{slug}", {"ok": result.ok})
        return Response(TestResultSerializer(result).data)

    @extend_schema(
        operation_id="connections_describe",
        parameters=[DescribeQuerySerializer],
        responses=TargetDescriptionSerializer,
    )
    @action(detail=True)
    def describe(self, request: Request, slug: str) -> Response:
        """The fields of a target, asked of the system itself."""
        target = self.query(DescribeQuerySerializer)["target"]
        return Response({"schema": facade.describe(self.actor, slug, target)})


class SystemViewSet(ApiViewSet):
    lookup_field = "slug"
    lookup_value_regex = SLUG
    scopes = SCOPES

    @extend_schema(
        operation_id="systems_list",
        parameters=[pagination.PageQuerySerializer],
        responses=pagination.page_schema(SystemSerializer),
    )
    def list(self, request: Request) -> Response:
        """The outside systems."""
        query = self.query(pagination.PageQuerySerializer)
        rows = facade.systems.listing(self.actor)
        return pagination.answer_all(request, SystemSerializer, rows, key=lambda row: row.slug, query=query)

    @extend_schema(operation_id="systems_create", request=SystemSerializer, responses={201: SystemSerializer})
    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Makes a system."""
        made = facade.systems.create(self.actor, **self.body(SystemSerializer))
        self.audited("system.create", f"system:{made.slug}")
        return Response(SystemSerializer(made).data, status=201)

    @extend_schema(operation_id="systems_show", responses=SystemSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """One system."""
        return Response(SystemSerializer(facade.systems.show(self.actor, slug)).data)

    @extend_schema(operation_id="systems_change", request=SystemChangeSerializer, responses=SystemSerializer)
    @transaction.atomic
    def partial_update(self, request: Request, slug: str) -> Response:
        """Changes the members that are given."""
        given = self.body(SystemChangeSerializer)
        before = facade.systems.show(self.actor, slug)
        changed = facade.systems.update(self.actor, slug, **given)
        self.audited("system.change", f"system:{slug}", difference(before, changed, given))
        return Response(SystemSerializer(changed).data)

    @extend_schema(operation_id="systems_delete", responses={204: None})
    @transaction.atomic
    def destroy(self, request: Request, slug: str) -> Response:
        """Removes a system without connections."""
        facade.systems.remove(self.actor, slug)
        self.audited("system.delete", f"system:{slug}")
        return Response(status=204)
