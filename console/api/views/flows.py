"""Flows: list, make, show, remove, pause, resume, import, export, samples, webhook secret."""

from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from console.api import pagination
from console.api.base import SLUG, ApiViewSet
from console.api.described import extend_schema
from console.api.serializers.flows import (
    FlowCreateSerializer,
    FlowListQuerySerializer,
    FlowSerializer,
    ImportSerializer,
    NewWebhookSecretSerializer,
    SampleListSerializer,
    SampleQuerySerializer,
    WebhookSecretSerializer,
)
from console.api.serializers.problems import ProblemSerializer
from console.audit import reveals
from flows.facade import executions, flows, transfer, webhooks

INVALID = OpenApiResponse(ProblemSerializer, "The definition has problems; all are listed.")


class FlowViewSet(ApiViewSet):
    lookup_field = "slug"
    lookup_value_regex = SLUG
    scopes = {
        "list": "flows:read",
        "create": "flows:write",
        "retrieve": "flows:read",
        "destroy": "flows:write",
        "pause": "flows:write",
        "resume": "flows:write",
        "import_": "flows:write",
        "export": "flows:read",
        "samples": "executions:read",
        "webhook_secret": "flows:read",
        "rotate_webhook_secret": "flows:write",
        "revoke_webhook_secret": "flows:write",
    }

    @extend_schema(
        operation_id="flows_list",
        parameters=[FlowListQuerySerializer],
        responses=pagination.page_schema(FlowSerializer),
    )
    def list(self, request: Request) -> Response:
        """The flows the caller may see, by their slugs."""
        query = self.query(FlowListQuerySerializer)
        forward, position = pagination.decode(query.pop("cursor", None))
        page = flows.listing(self.actor, position=position, forward=forward, **query)
        slugs = [row.slug for row in page.rows]
        return pagination.answer(
            request,
            FlowSerializer,
            page.rows,
            following=pagination.encode(True, slugs[-1]) if page.more_after else None,
            preceding=pagination.encode(False, slugs[0]) if page.more_before else None,
        )

    @extend_schema(operation_id="flows_create", request=FlowCreateSerializer, responses={201: FlowSerializer})
    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Makes a flow with a draft."""
        given = self.body(FlowCreateSerializer)
        flow = flows.create(self.actor, **given)
        self.audited("flow.create", f"flow:{flow.slug}")
        location = f"{request.path}{flow.slug}/"
        return Response(FlowSerializer(flow).data, status=201, headers={"Location": location})

    @extend_schema(operation_id="flows_show", responses=FlowSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """One flow."""
        return Response(FlowSerializer(flows.show(self.actor, slug)).data)

    @extend_schema(operation_id="flows_delete", responses={204: None})
    @transaction.atomic
    def destroy(self, request: Request, slug: str) -> Response:
        """Removes a flow that never ran; one with a history can be paused instead."""
        flows.remove(self.actor, slug)
        self.audited("flow.delete", f"flow:{slug}")
        return Response(status=204)

    @extend_schema(operation_id="flows_pause", request=None, responses=FlowSerializer)
    @action(detail=True, methods=["post"])
    @transaction.atomic
    def pause(self, request: Request, slug: str) -> Response:
        """Stops accepting executions; those that are open go on."""
        flow = flows.pause(self.actor, slug)
        self.audited("flow.pause", f"flow:{slug}")
        return Response(FlowSerializer(flow).data)

    @extend_schema(operation_id="flows_resume", request=None, responses=FlowSerializer)
    @action(detail=True, methods=["post"])
    @transaction.atomic
    def resume(self, request: Request, slug: str) -> Response:
        """Accepts executions again."""
        flow = flows.resume(self.actor, slug)
        self.audited("flow.resume", f"flow:{slug}")
        return Response(FlowSerializer(flow).data)

    @extend_schema(
        operation_id="flows_import",
        request=ImportSerializer,
        responses={200: FlowSerializer, 201: FlowSerializer, 422: INVALID},
    )
    @action(detail=False, methods=["post"], url_path="import", url_name="import")
    @transaction.atomic
    def import_(self, request: Request) -> Response:
        """Stores a flow document as the draft of the flow it names, and publishes it if asked.
        The same document again changes nothing."""
        given = self.body(ImportSerializer)
        done = transfer.import_flow(self.actor, given["definition"], publish=given["publish"])
        self.audited("flow.import", f"flow:{done.flow.slug}", {"published": done.published})
        return Response(FlowSerializer(done.flow).data, status=201 if done.created else 200)

    @extend_schema(operation_id="flows_export", responses={200: OpenApiTypes.OBJECT})
    @action(detail=True)
    def export(self, request: Request, slug: str) -> Response:
        """The flow document of the live version, or of the draft where there is none."""
        name = f'attachment; filename="{slug}.flow.json"'
        return Response(transfer.export_flow(self.actor, slug), headers={"Content-Disposition": name})

    @extend_schema(
        operation_id="flows_samples", parameters=[SampleQuerySerializer], responses=SampleListSerializer
    )
    @action(detail=True)
    def samples(self, request: Request, slug: str) -> Response:
        """What a step received in recent executions, newest first."""
        query = self.query(SampleQuerySerializer)
        asked = executions.Asked(query["step"], query["output_of"], query["port"])
        found = executions.samples(self.actor, slug, asked, query["limit"])
        if found.rows and not found.hidden:
            reveals.note_samples(self.actor, slug)
        shown = {"results": found.rows, "payload_hidden": found.hidden}
        return Response(SampleListSerializer(shown).data)

    @extend_schema(operation_id="flows_webhook_secret_show", responses=WebhookSecretSerializer)
    @action(detail=True, url_path="webhook-secret")
    def webhook_secret(self, request: Request, slug: str) -> Response:
        """Whether the flow's webhook has a signing secret."""
        return Response(WebhookSecretSerializer(webhooks.state(self.actor, slug)).data)

    @extend_schema(
        operation_id="flows_webhook_secret_rotate", request=None, responses={201: NewWebhookSecretSerializer}
    )
    @webhook_secret.mapping.post
    @transaction.atomic
    def rotate_webhook_secret(self, request: Request, slug: str) -> Response:
        """Makes a fresh signing secret, shown in this answer alone. The one before it stays valid
        for a day, so that the sender can change over."""
        fresh = webhooks.rotate(self.actor, slug)
        self.audited("webhook_secret.rotate", f"flow:{slug}")
        shown = NewWebhookSecretSerializer(fresh).data
        return Response(shown, status=201, headers={"Cache-Control": "no-store"})

    @extend_schema(operation_id="flows_webhook_secret_revoke", responses={204: None})
    @webhook_secret.mapping.delete
    @transaction.atomic
    def revoke_webhook_secret(self, request: Request, slug: str) -> Response:
        """Ends every signing secret of the flow at once, as when one became known."""
        webhooks.revoke(self.actor, slug)
        self.audited("webhook_secret.revoke", f"flow:{slug}")
        return Response(status=204)
