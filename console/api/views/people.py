"""People and their roles, for administrators."""

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from console.accounts import directory, people
from console.accounts.models import User
from console.accounts.roles import ADMINISTRATOR
from console.api import pagination
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.serializers.people import (
    PersonChangeSerializer,
    PersonCreateSerializer,
    PersonListQuerySerializer,
    PersonSerializer,
    PersonWithPasswordSerializer,
)

ACTIONS = ("list", "create", "retrieve", "partial_update", "deactivate", "activate", "password")


class PeopleViewSet(ApiViewSet):
    scopes = dict.fromkeys(ACTIONS, "admin")
    roles = dict.fromkeys(ACTIONS, (ADMINISTRATOR,))

    @extend_schema(
        operation_id="people_list",
        parameters=[PersonListQuerySerializer],
        responses=pagination.page_schema(PersonSerializer),
    )
    def list(self, request: Request) -> Response:
        """The people of the installation, by their names."""
        query = self.query(PersonListQuerySerializer)
        forward, position = pagination.decode(query.pop("cursor", None))
        page = directory.listing(position=position, forward=forward, **query)
        names = [row.username for row in page.rows]
        return pagination.answer(
            request,
            PersonSerializer,
            page.rows,
            following=pagination.encode(True, names[-1]) if names and page.more_after else None,
            preceding=pagination.encode(False, names[0]) if names and page.more_before else None,
        )

    @extend_schema(
        operation_id="people_create",
        request=PersonCreateSerializer,
        responses={201: PersonWithPasswordSerializer},
    )
    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Makes a person; the password is in this answer and nowhere else, ever."""
        given = self.body(PersonCreateSerializer)
        user, password = people.create(given["username"], given["roles"])
        self._audited("user.create", user, roles=directory.view(user).roles)
        return _with_password(user, password, status=201)

    @extend_schema(operation_id="people_show", responses=PersonSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """One person."""
        return Response(PersonSerializer(directory.show(id)).data)

    @extend_schema(operation_id="people_change", request=PersonChangeSerializer, responses=PersonSerializer)
    @transaction.atomic
    def partial_update(self, request: Request, id: int) -> Response:
        """Gives the person these roles and no other. Nobody takes the role administrator from themself,
        or from the last one who holds it."""
        before = directory.show(id).roles
        user = people.set_roles(self.actor, id, self.body(PersonChangeSerializer)["roles"])
        shown = directory.view(user)
        self._audited("user.roles", user, roles=shown.roles, before=before)
        return Response(PersonSerializer(shown).data)

    @extend_schema(operation_id="people_deactivate", request=None, responses=PersonSerializer)
    @transaction.atomic
    def deactivate(self, request: Request, id: int) -> Response:
        """Shuts the person out: sessions and tokens stop working. Nobody does that to themself, or to the
        last administrator."""
        user = people.deactivate(self.actor, id)
        self._audited("user.deactivate", user)
        return Response(PersonSerializer(directory.view(user)).data)

    @extend_schema(operation_id="people_activate", request=None, responses=PersonSerializer)
    @transaction.atomic
    def activate(self, request: Request, id: int) -> Response:
        """Lets the person in again, with the roles, rights and password as they were."""
        user = people.activate(id)
        self._audited("user.activate", user)
        return Response(PersonSerializer(directory.view(user)).data)

    @extend_schema(operation_id="people_password", request=None, responses=PersonWithPasswordSerializer)
    @transaction.atomic
    def password(self, request: Request, id: int) -> Response:
        """Makes a new password, shown in this answer alone; sessions that the old one opened end."""
        user, password = people.renew_password(id)
        if user == self.actor and request.auth is None:
            # Else the answer with the new password would be the last that the page gets to see.
            update_session_auth_hash(request._request, user)
        self._audited("user.password", user)
        return _with_password(user, password, status=200)

    def _audited(self, action: str, user: User, **detail: tuple[str, ...]) -> None:
        self.audited(action, f"user:{user.username}", {name: [*value] for name, value in detail.items()})


def _with_password(user: User, password: str, *, status: int) -> Response:
    shown = {**PersonSerializer(directory.view(user)).data, "password": password}
    return Response(shown, status=status, headers={"Cache-Control": "no-store"})
