"""The addresses under ``/api/v1/``."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from console.api.base import SLUG, UUID
from console.api.views.audit import AuditViewSet
from console.api.views.batches import BatchViewSet
from console.api.views.catalogue import CatalogueViewSet, MappingViewSet, ScheduleViewSet
from console.api.views.connections import ConnectionViewSet, SystemViewSet
from console.api.views.deadletters import DeadLetterViewSet
from console.api.views.drafts import DraftViewSet, VersionViewSet
from console.api.views.executions import ExecutionViewSet
from console.api.views.flows import FlowViewSet
from console.api.views.nowhere import nowhere
from console.api.views.people import PeopleViewSet
from console.api.views.rights import ConnectionRightsViewSet, FlowRightsViewSet
from console.api.views.schema import SchemaView
from console.api.views.session import MeViewSet, SessionViewSet
from console.api.views.tokens import TokenViewSet

router = SimpleRouter()
router.register("flows", FlowViewSet, basename="flow")
router.register("executions", ExecutionViewSet, basename="execution")
router.register("dead-letters", DeadLetterViewSet, basename="dead-letter")
router.register("connections", ConnectionViewSet, basename="connection")
router.register("systems", SystemViewSet, basename="system")
router.register("audit", AuditViewSet, basename="audit")

_BATCH = rf"executions/(?P<id>{UUID})/batches/(?P<step>\w{{1,64}})"
_HOLDER = rf"(?P<slug>{SLUG})/rights/(?P<kind>role|person)/(?P<name>[^/]+)"

urlpatterns = [
    path("session/", SessionViewSet.as_view({"get": "retrieve", "post": "create", "delete": "destroy"})),
    path("me/", MeViewSet.as_view({"get": "retrieve"})),
    path("me/password/", MeViewSet.as_view({"post": "password"})),
    path("tokens/", TokenViewSet.as_view({"get": "list", "post": "create"})),
    path("tokens/<int:id>/", TokenViewSet.as_view({"delete": "destroy"})),
    path("people/", PeopleViewSet.as_view({"get": "list", "post": "create"})),
    path("people/<int:id>/", PeopleViewSet.as_view({"get": "retrieve", "patch": "partial_update"})),
    path("people/<int:id>/deactivate/", PeopleViewSet.as_view({"post": "deactivate"})),
    path("people/<int:id>/activate/", PeopleViewSet.as_view({"post": "activate"})),
    path("people/<int:id>/password/", PeopleViewSet.as_view({"post": "password"})),
    path("flows/<slug:slug>/rights/", FlowRightsViewSet.as_view({"get": "retrieve"})),
    re_path(f"^flows/{_HOLDER}/$", FlowRightsViewSet.as_view({"put": "give"})),
    path("connections/<slug:slug>/rights/", ConnectionRightsViewSet.as_view({"get": "retrieve"})),
    re_path(f"^connections/{_HOLDER}/$", ConnectionRightsViewSet.as_view({"put": "give"})),
    path("flows/<slug:slug>/draft/", DraftViewSet.as_view({"get": "retrieve", "put": "update"})),
    path("flows/<slug:slug>/draft/validate/", DraftViewSet.as_view({"post": "validate"})),
    path("flows/<slug:slug>/publish/", VersionViewSet.as_view({"post": "publish"})),
    path("flows/<slug:slug>/versions/", VersionViewSet.as_view({"get": "list"})),
    path("flows/<slug:slug>/versions/<int:number>/", VersionViewSet.as_view({"get": "retrieve"})),
    # POST at the same address is the intake's (see ``console.asgi``).
    path("flows/<slug:flow>/executions/", ExecutionViewSet.as_view({"get": "of_flow"})),
    *router.urls,
    re_path(f"^executions/(?P<id>{UUID})/batches/$", BatchViewSet.as_view({"get": "list"})),
    re_path(f"^{_BATCH}/records/$", BatchViewSet.as_view({"get": "records"})),
    re_path(f"^{_BATCH}/records/redrive/$", BatchViewSet.as_view({"post": "redrive"})),
    path("flow-schema/", CatalogueViewSet.as_view({"get": "flow_schema"})),
    path("step-kinds/", CatalogueViewSet.as_view({"get": "step_kinds"})),
    path("trigger-kinds/", CatalogueViewSet.as_view({"get": "trigger_kinds"})),
    path("connectors/", CatalogueViewSet.as_view({"get": "connectors"})),
    path("connectors/<slug:name>/", CatalogueViewSet.as_view({"get": "connector"})),
    path("mappings/preview/", MappingViewSet.as_view({"post": "preview"})),
    path("schedules/preview/", ScheduleViewSet.as_view({"post": "preview"})),
    path("schema/", SchemaView.as_view()),
    re_path("", nowhere),
]
