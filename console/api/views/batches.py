"""Batches of an execution: progress, quality, failed records, and running those again."""

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from console.api import pagination
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.pagination import CursorInvalid
from console.api.serializers.batches import (
    BatchListSerializer,
    BatchRecordQuerySerializer,
    BatchRecordSerializer,
    BatchRedrivenSerializer,
    BatchRedriveSerializer,
)
from console.audit import reveals
from flows.facade.batch import showing


class BatchViewSet(ApiViewSet):
    scopes = {
        "list": "executions:read",
        "records": "executions:read",
        "redrive": "executions:operate",
    }

    @extend_schema(operation_id="batches_list", responses=BatchListSerializer)
    def list(self, request: Request, id: str) -> Response:
        """The batches of an execution with their figures and the quality of their data."""
        return Response(BatchListSerializer({"results": showing.batches(self.actor, id)}).data)

    @extend_schema(
        operation_id="batches_records",
        parameters=[BatchRecordQuerySerializer],
        responses=pagination.page_schema(BatchRecordSerializer),
    )
    def records(self, request: Request, id: str, step: str) -> Response:
        """The records that did not succeed, in the order of the source."""
        query = self.query(BatchRecordQuerySerializer)
        forward, position = _read(query.get("cursor"))
        page = showing.records(
            self.actor,
            id,
            step,
            status=query["status"],
            position=position,
            forward=forward,
            limit=query["limit"],
        )
        reveals.note_execution(self.actor, {"id": id, "payload_access": page.payload_access})
        return pagination.answer(
            request,
            BatchRecordSerializer,
            page.rows,
            following=pagination.encode(True, str(page.next)) if page.next else None,
            preceding=pagination.encode(False, str(page.previous)) if page.previous else None,
        )

    @extend_schema(
        operation_id="batches_redrive",
        request=BatchRedriveSerializer,
        responses={202: BatchRedrivenSerializer},
    )
    @transaction.atomic
    def redrive(self, request: Request, id: str, step: str) -> Response:
        """Runs failed records again, as a batch of a new execution of the same payload."""
        given = self.body(BatchRedriveSerializer)
        started, count = showing.redrive(self.actor, id, step, given.get("records"), given["version"])
        detail = {"batch": step, "records": count, "as": started.id, "version": given["version"]}
        self.audited("batch.redrive", f"execution:{id}", detail)
        answer = BatchRedrivenSerializer({"execution": started.id, "redriven": count})
        return Response(answer.data, status=202)


def _read(cursor: str | None) -> tuple[bool, int | None]:
    forward, position = pagination.decode(cursor)
    if position is None:
        return forward, None
    if not position.isdigit() or len(position) > 18:
        raise CursorInvalid("The cursor is not one of this list.", hint="Follow the links next and previous.")
    return forward, int(position)
