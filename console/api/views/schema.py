"""The OpenAPI document, for those who are signed in."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.views import SpectacularAPIView
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated

from console.accounts.authentication import BearerAuthentication
from console.api import problems


class SchemaView(SpectacularAPIView):
    """YAML, or JSON where the Accept header asks for it."""

    authentication_classes = [BearerAuthentication, SessionAuthentication]
    permission_classes = [IsAuthenticated]
    metadata_class = None

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.handle
