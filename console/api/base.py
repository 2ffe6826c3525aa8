"""What all views of the API share."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ViewSet

from connectors.sdk.types import JSON
from console.accounts.authentication import BearerAuthentication, actor_of
from console.accounts.models import User
from console.api import problems
from console.api.described import refuse_unknown
from console.api.parsers import StrictJSONParser
from console.api.permissions import Scoped
from console.api.strictness import wrong_types
from console.audit.trail import record

SLUG = "[a-z0-9-]+"
UUID = "[0-9a-fA-F-]{32,36}"
"""What stands in an address where an object is named; anything else leads nowhere."""


class ApiViewSet(ViewSet):
    """A view set with Fairlead's authentication, limits and problem bodies.

    ``scopes`` names the token scope of each action; ``roles`` the roles of actions that are not
    about one object that carries grants; ``permissions`` what else such an action needs.
    """

    authentication_classes = [BearerAuthentication, SessionAuthentication]
    permission_classes = [Scoped]
    parser_classes = [StrictJSONParser]
    renderer_classes = [JSONRenderer]
    metadata_class = None
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    scopes: ClassVar[Mapping[str, str]] = {}
    roles: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    permissions: ClassVar[Mapping[str, str]] = {}

    @property
    def actor(self) -> User:
        return actor_of(self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who may not call learns nothing; who may is told of every name that nobody would read."""
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, getattr(self, self.action or "", None))

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.handle

    def body(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        """The request's body, validated; every wrong field is told at once."""
        made = serializer(data=self.request.data)
        return _valid(made, wrong_types(made, self.request.data))

    def query(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        """The request's query parameters, validated. Empty ones count as not given."""
        given = {name: value for name, value in self.request.query_params.items() if value != ""}
        return _valid(serializer(data=given))

    def audited(self, action: str, object: str, detail: JSON = None) -> None:
        """Writes down what the caller did; call it last in the transaction."""
        record(self.actor, action, object, detail)


def _valid(serializer: Serializer[Any], wrong: Mapping[str, Any] | None = None) -> dict[str, Any]:
    if not serializer.is_valid() or wrong:
        raise ValidationError({**serializer.errors, **(wrong or {})})
    return dict(serializer.validated_data)
