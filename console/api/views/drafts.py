"""Drafts and versions of a flow."""

from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from console.api import pagination
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.etags import etag, revision_wanted
from console.api.serializers.flows import (
    DefinitionSerializer,
    DraftSerializer,
    ProblemListSerializer,
    PublishSerializer,
    VersionRowSerializer,
    VersionSerializer,
)
from console.api.serializers.problems import ProblemSerializer
from flows.facade import drafts, versions


def if_match(required: bool) -> OpenApiParameter:
    """The If-Match header as a documented parameter."""
    return OpenApiParameter(
        "If-Match",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        required=required,
        description="The ETag of the draft this change was made on.",
    )


STALE = OpenApiResponse(ProblemSerializer, "Somebody saved the draft since; `current` says who and when.")
MISSING = OpenApiResponse(ProblemSerializer, "The header If-Match is missing.")
INVALID = OpenApiResponse(ProblemSerializer, "The definition has problems; all are listed.")
NO_FLOW = OpenApiResponse(
    ProblemSerializer, "The definition has not the form of a flow; all places are listed."
)


class DraftViewSet(ApiViewSet):
    scopes = {"retrieve": "flows:read", "update": "flows:write", "validate": "flows:read"}

    @extend_schema(operation_id="drafts_show", responses=DraftSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """The draft, with every problem it has. Its revision is the ETag."""
        return self._answer(drafts.show(self.actor, slug))

    @extend_schema(
        operation_id="drafts_save",
        request=DefinitionSerializer,
        parameters=[if_match(required=True)],
        responses={200: DraftSerializer, 412: STALE, 422: NO_FLOW, 428: MISSING},
    )
    @transaction.atomic
    def update(self, request: Request, slug: str) -> Response:
        """Saves the draft; one with problems may be saved too, as long as it has the form of a flow."""
        revision = revision_wanted(request, required=True)
        given = self.body(DefinitionSerializer)
        return self._answer(drafts.save(self.actor, slug, given["definition"], revision))

    @extend_schema(
        operation_id="drafts_validate", request=DefinitionSerializer, responses=ProblemListSerializer
    )
    def validate(self, request: Request, slug: str) -> Response:
        """Every problem of a definition, without saving it."""
        found = drafts.problems_of(self.actor, slug, self.body(DefinitionSerializer)["definition"])
        return Response(ProblemListSerializer({"problems": found}).data)

    @staticmethod
    def _answer(draft: drafts.DraftView) -> Response:
        return Response(DraftSerializer(draft).data, headers={"ETag": etag(draft.revision)})


class VersionViewSet(ApiViewSet):
    scopes = {"publish": "flows:write", "list": "flows:read", "retrieve": "flows:read"}

    @extend_schema(
        operation_id="flows_publish",
        request=PublishSerializer,
        parameters=[if_match(required=False)],
        responses={200: VersionSerializer, 201: VersionSerializer, 412: STALE, 422: INVALID},
    )
    @transaction.atomic
    def publish(self, request: Request, slug: str) -> Response:
        """Makes the draft the live version. 200 where the very same definition is live already."""
        revision = revision_wanted(request, required=False)
        note = self.body(PublishSerializer)["note"]
        version, created = versions.publish(self.actor, slug, note=note, revision=revision)
        if created:
            detail = {"version": version.number, "hash": version.hash}
            self.audited("flow.publish", f"flow:{slug}", detail)
        return Response(VersionSerializer(version).data, status=201 if created else 200)

    @extend_schema(
        operation_id="versions_list",
        parameters=[pagination.PageQuerySerializer],
        responses=pagination.page_schema(VersionRowSerializer),
    )
    def list(self, request: Request, slug: str) -> Response:
        """The published versions, newest first."""
        query = self.query(pagination.PageQuerySerializer)
        rows = versions.listing(self.actor, slug)
        return pagination.answer_all(
            request, VersionRowSerializer, rows, key=lambda row: f"{10**9 - row.number:010d}", query=query
        )

    @extend_schema(operation_id="versions_show", responses=VersionSerializer)
    def retrieve(self, request: Request, slug: str, number: int) -> Response:
        """One published version with its definition."""
        return Response(VersionSerializer(versions.show(self.actor, slug, number)).data)
