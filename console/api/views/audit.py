"""The audit trail, for those who hold the permission to read it."""

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from console.api import pagination
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.serializers.audit import (
    AuditEntrySerializer,
    AuditQuerySerializer,
    AuditVerificationSerializer,
)
from console.audit import reading, rights


class AuditViewSet(ApiViewSet):
    scopes = {"list": "admin", "verify": "admin"}
    permissions = dict.fromkeys(scopes, rights.READ)

    @extend_schema(
        operation_id="audit_list",
        parameters=[AuditQuerySerializer],
        responses=pagination.page_schema(AuditEntrySerializer),
    )
    def list(self, request: Request) -> Response:
        """What was done, newest first."""
        query = self.query(AuditQuerySerializer)
        limit = query.pop("limit")
        forward, position = pagination.decode_number(query.pop("cursor", None))
        found = reading.listing(reading.Sought(**query), position=position, forward=forward, limit=limit)
        rows = found.entries
        return pagination.answer(
            request,
            AuditEntrySerializer,
            rows,
            following=pagination.encode(True, str(rows[-1].id)) if rows and found.has_older else None,
            preceding=pagination.encode(False, str(rows[0].id)) if rows and found.has_newer else None,
        )

    @extend_schema(operation_id="audit_verify", responses=AuditVerificationSerializer)
    @action(detail=False)
    def verify(self, request: Request) -> Response:
        """Follows the chain of hashes from the first entry to the last."""
        return Response(AuditVerificationSerializer(reading.verify()).data)
