"""Executions: list, show, cancel, replay, resolve, accounting."""

from django.db import transaction
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from console.api import pagination
from console.api.base import UUID, ApiViewSet
from console.api.described import extend_schema
from console.api.serializers.executions import (
    AcceptedSerializer,
    AccountingSerializer,
    ExecutionIdsSerializer,
    ExecutionQuerySerializer,
    ExecutionRowSerializer,
    ExecutionSerializer,
    FlowExecutionQuerySerializer,
    FlowQuerySerializer,
    ReplaySerializer,
    ResolveSerializer,
)
from console.audit import reveals
from flows.facade import accounting, executions, holding


class ExecutionViewSet(ApiViewSet):
    lookup_field = "id"
    lookup_value_regex = UUID
    scopes = {
        "list": "executions:read",
        "of_flow": "executions:read",
        "retrieve": "executions:read",
        "cancel": "executions:operate",
        "release": "executions:operate",
        "replay": "executions:operate",
        "resolve": "executions:operate",
        "accounting": "executions:read",
        "counts": "executions:read",
    }

    @extend_schema(
        operation_id="executions_list",
        parameters=[ExecutionQuerySerializer],
        responses=pagination.page_schema(ExecutionRowSerializer),
    )
    def list(self, request: Request) -> Response:
        """Executions of the flows the caller may see, newest first."""
        query = self.query(ExecutionQuerySerializer)
        page = executions.listing(self.actor, **query)
        return pagination.answer(
            request, ExecutionRowSerializer, page.rows, following=page.next, preceding=page.previous
        )

    @extend_schema(
        operation_id="flows_executions",
        parameters=[FlowExecutionQuerySerializer],
        responses=pagination.page_schema(ExecutionRowSerializer),
    )
    def of_flow(self, request: Request, flow: str) -> Response:
        """Executions of one flow, newest first: the same as ``/executions/?flow=``."""
        page = executions.listing(self.actor, flow=flow, **self.query(FlowExecutionQuerySerializer))
        return pagination.answer(
            request, ExecutionRowSerializer, page.rows, following=page.next, preceding=page.previous
        )

    @extend_schema(operation_id="executions_show", responses=ExecutionSerializer)
    def retrieve(self, request: Request, id: str) -> Response:
        """One execution with its steps and their attempts. Payloads are shown to those who may reveal
        them, which is written down, and to who sent them; others see their shapes."""
        detail = executions.detail(self.actor, id)
        reveals.note_execution(self.actor, detail)
        return Response(ExecutionSerializer(detail).data)

    @extend_schema(operation_id="executions_cancel", request=None, responses=ExecutionSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, id: str) -> Response:
        """Ends an open execution after the step that is under way."""
        with transaction.atomic():
            executions.cancel(self.actor, id)
            self.audited("execution.cancel", f"execution:{id}")
        return self.retrieve(request, id)

    @extend_schema(operation_id="executions_release", request=None, responses=ExecutionSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, id: str) -> Response:
        """Lets an execution go on that is held since a restore."""
        with transaction.atomic():
            holding.release_one(self.actor, id)
            self.audited("execution.release", f"execution:{id}")
        return self.retrieve(request, id)

    @extend_schema(
        operation_id="executions_replay", request=ReplaySerializer, responses={202: AcceptedSerializer}
    )
    @action(detail=True, methods=["post"])
    @transaction.atomic
    def replay(self, request: Request, id: str) -> Response:
        """Starts a new execution from the stored payload."""
        version = self.body(ReplaySerializer)["version"]
        accepted = executions.replay(self.actor, id, version)
        self.audited("execution.replay", f"execution:{id}", {"version": version, "execution": accepted.id})
        return Response(AcceptedSerializer(accepted).data, status=202)

    @extend_schema(
        operation_id="executions_resolve", request=ResolveSerializer, responses=ExecutionSerializer
    )
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, id: str) -> Response:
        """Tells what became of a call whose answer was lost."""
        given = self.body(ResolveSerializer)
        with transaction.atomic():
            executions.resolve(self.actor, id, given["outcome"], given["note"])
            self.audited("execution.resolve", f"execution:{id}", given)
        return self.retrieve(request, id)

    @extend_schema(
        operation_id="executions_accounting", parameters=[FlowQuerySerializer], responses=AccountingSerializer
    )
    @action(detail=False)
    def accounting(self, request: Request) -> Response:
        """What was accepted and what became of it; the equation always holds."""
        query = self.query(FlowQuerySerializer)
        return Response(AccountingSerializer(accounting.totals(self.actor, query.get("flow"))).data)

    @extend_schema(
        operation_id="executions_counts", request=ExecutionIdsSerializer, responses=AccountingSerializer
    )
    @action(detail=False, methods=["post"])
    def counts(self, request: Request) -> Response:
        """What became of the executions that are named; those one may not see are left out."""
        ids = [str(one) for one in self.body(ExecutionIdsSerializer)["executions"]]
        return Response(AccountingSerializer(executions.counts_of(self.actor, ids)).data)
