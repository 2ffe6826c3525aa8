"""The OpenAPI document, for those who are signed in."""

from collections.abc import Callable, Iterable
from typing import Any

from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import SpectacularAPIView
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from connectors.sdk.errors import FairleadError
from console.accounts.authentication import BearerAuthentication
from console.api import openapi, problems
from console.api.described import UnknownParameter
from console.problems import CONTENT_TYPE

EXTENSIONS = (openapi.BearerScheme,)
"""Of the document. They register themselves where they are imported, which is here, so that only those
who serve it load the library."""
FORMATS: dict[str, type[BaseRenderer]] = {"json": OpenApiJsonRenderer2, "yaml": OpenApiYamlRenderer2}
"""Values of ``?format=``, which goes before the Accept header."""


class UnknownFormat(FairleadError):
    """``?format=`` names a form that the document is not had in."""

    code = "request.unknown_format"


class ByFormat(DefaultContentNegotiation):
    """``?format=json`` or ``yaml``; else what the Accept header asks for; else YAML."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        wanted = request.query_params.get("format")
        chosen = FORMATS.get(wanted or "")
        if chosen is not None:
            return chosen(), str(chosen.media_type)
        found: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        return found


class SchemaView(SpectacularAPIView):
    """YAML, or JSON where ``?format=json`` or the Accept header asks for it."""

    authentication_classes = [BearerAuthentication, SessionAuthentication]
    permission_classes = [IsAuthenticated]
    metadata_class = None
    content_negotiation_class = ByFormat
    renderer_classes = [
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
        OpenApiJsonRenderer,
        OpenApiJsonRenderer2,
    ]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if strange := set(request.query_params) - {"format"}:
            raise UnknownParameter("parameter", strange, ["format"])
        wanted = request.query_params.get("format", "json")
        if wanted not in FORMATS:
            raise UnknownFormat(f"There is no format {wanted[:40]!r}.", hint="Formats are: json, yaml.")

    def handle_exception(self, exc: Exception) -> Response:
        """Problems are JSON, whatever the document was asked for as."""
        response = super().handle_exception(exc)
        self.request.accepted_renderer = JSONRenderer()
        self.request.accepted_media_type = CONTENT_TYPE
        return response

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.handle
