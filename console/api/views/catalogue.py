"""What flows are made of, and trying out a mapping or a schedule."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from console.accounts.roles import ROLES
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.permissions import ANY_TOKEN
from console.api.serializers.catalogue import (
    KindSerializer,
    PreviewResultSerializer,
    PreviewSerializer,
    ScheduleSerializer,
    TimesSerializer,
)
from console.api.serializers.connections import ConnectorSerializer
from console.api.serializers.problems import ProblemSerializer
from flows.facade import catalogue, mappings, schedules


class CatalogueViewSet(ApiViewSet):
    """The same for everybody who holds a role."""

    scopes = dict.fromkeys(
        ("flow_schema", "step_kinds", "trigger_kinds", "connectors", "connector"), ANY_TOKEN
    )
    roles = dict.fromkeys(scopes, ROLES)

    @extend_schema(operation_id="flow_schema_show", responses={200: OpenApiTypes.OBJECT})
    def flow_schema(self, request: Request) -> Response:
        """The JSON Schema of flow documents."""
        return Response(catalogue.flow_schema())

    @extend_schema(operation_id="step_kinds_list", responses=KindSerializer(many=True))
    def step_kinds(self, request: Request) -> Response:
        """The kinds of steps, in the order of the palette."""
        return Response(KindSerializer(catalogue.step_kinds(), many=True).data)

    @extend_schema(operation_id="trigger_kinds_list", responses=KindSerializer(many=True))
    def trigger_kinds(self, request: Request) -> Response:
        """The kinds of triggers."""
        return Response(KindSerializer(catalogue.trigger_kinds(), many=True).data)

    @extend_schema(operation_id="connectors_list", responses=ConnectorSerializer(many=True))
    def connectors(self, request: Request) -> Response:
        """The connectors of this installation."""
        return Response(ConnectorSerializer(catalogue.connectors(), many=True).data)

    @extend_schema(operation_id="connectors_show", responses=ConnectorSerializer)
    def connector(self, request: Request, name: str) -> Response:
        """One connector with its operations."""
        return Response(ConnectorSerializer(catalogue.connector(name)).data)


class MappingViewSet(ApiViewSet):
    scopes = {"preview": "flows:read"}
    roles = {"preview": ROLES}

    @extend_schema(
        operation_id="mappings_preview",
        request=PreviewSerializer,
        responses={
            200: PreviewResultSerializer,
            422: OpenApiResponse(ProblemSerializer, "The expression fails; `where` has line and column."),
        },
    )
    def preview(self, request: Request) -> Response:
        """Evaluates an expression as an execution would, with the same limits."""
        given = self.body(PreviewSerializer)
        done = mappings.preview(given["expression"], given["input"], given.get("bindings"))
        return Response(PreviewResultSerializer(done).data)


class ScheduleViewSet(ApiViewSet):
    scopes = {"preview": "flows:read"}
    roles = {"preview": ROLES}

    @extend_schema(
        operation_id="schedules_preview",
        request=ScheduleSerializer,
        responses={
            200: TimesSerializer,
            422: OpenApiResponse(ProblemSerializer, "The cron expression or the time zone is none."),
        },
    )
    def preview(self, request: Request) -> Response:
        """The next times at which a schedule would start its flow."""
        given = self.body(ScheduleSerializer)
        zone, due = schedules.coming(given["cron"], given.get("timezone"))
        return Response(TimesSerializer({"timezone": zone, "next": [one.isoformat() for one in due]}).data)
