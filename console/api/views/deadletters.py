"""Dead letters: executions that wait for a person, grouped by cause."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from console.api import pagination
from console.api.base import ApiViewSet
from console.api.serializers.executions import (
    DeadLetterGroupListSerializer,
    DeadLetterQuerySerializer,
    ExecutionRowSerializer,
    FlowQuerySerializer,
    RedrivenSerializer,
    RedriveSerializer,
)
from flows.facade import deadletters


class DeadLetterViewSet(ApiViewSet):
    scopes = {
        "list": "executions:read",
        "groups": "executions:read",
        "redrive_group": "executions:operate",
        "redrive": "executions:operate",
    }

    @extend_schema(
        operation_id="dead_letters_list",
        parameters=[DeadLetterQuerySerializer],
        responses=pagination.page_schema(ExecutionRowSerializer),
    )
    def list(self, request: Request) -> Response:
        """Dead executions, newest first."""
        page = deadletters.listing(self.actor, **self.query(DeadLetterQuerySerializer))
        return pagination.answer(
            request, ExecutionRowSerializer, page.rows, following=page.next, preceding=page.previous
        )

    @extend_schema(
        operation_id="dead_letters_groups",
        parameters=[FlowQuerySerializer],
        responses=DeadLetterGroupListSerializer,
    )
    @action(detail=False)
    def groups(self, request: Request) -> Response:
        """Dead letters by cause, with their number and an example."""
        found = deadletters.groups(self.actor, self.query(FlowQuerySerializer).get("flow"))
        return Response(DeadLetterGroupListSerializer({"results": found}).data)

    @extend_schema(
        operation_id="dead_letters_redrive_group", request=None, responses={202: RedrivenSerializer}
    )
    @action(detail=False, methods=["post"], url_path=r"groups/(?P<group>[\w.:-]+)/redrive")
    def redrive_group(self, request: Request, group: str) -> Response:
        """Resumes every dead letter of a group."""
        redriven = deadletters.redrive_group(self.actor, group)
        self.audited("dead_letters.redrive", f"group:{group}", {"redriven": redriven})
        return Response(RedrivenSerializer({"redriven": redriven}).data, status=202)

    @extend_schema(
        operation_id="dead_letters_redrive", request=RedriveSerializer, responses={202: RedrivenSerializer}
    )
    @action(detail=False, methods=["post"])
    def redrive(self, request: Request) -> Response:
        """Resumes the dead letters that are named."""
        ids = [str(one) for one in self.body(RedriveSerializer)["executions"]]
        redriven = deadletters.redrive(self.actor, ids)
        self.audited("dead_letters.redrive", "executions", {"redriven": redriven})
        return Response(RedrivenSerializer({"redriven": redriven}).data, status=202)
