"""Signing in and out, and who one is."""

from typing import Any

from django.contrib.auth import login, logout, update_session_auth_hash
from django.core.exceptions import ValidationError as PasswordRefused
from django.db import transaction
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from console.accounts import people, roles, signin
from console.accounts.models import User
from console.api import about
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.permissions import ANY_TOKEN
from console.api.problems import handle
from console.api.serializers.session import (
    MeSerializer,
    PasswordChangeSerializer,
    SessionStateSerializer,
    SignInSerializer,
)
from console.audit.trail import record


def me(user: User) -> dict[str, Any]:
    """What the console knows of the signed-in user."""
    return {
        "username": user.username,
        "display_name": user.display_name,
        "roles": roles.roles_of(user),
        "sections": roles.sections_of(user),
        "environment": about.environment(),
        "version": about.version(),
    }


@method_decorator(ensure_csrf_cookie, name="dispatch")
class SessionViewSet(ApiViewSet):
    """The console's session. Sign-in takes JSON alone, which no form of another site can send."""

    authentication_classes = [SessionAuthentication]
    permission_classes = []

    @extend_schema(operation_id="session_show", responses=SessionStateSerializer, auth=[])
    def retrieve(self, request: Request) -> Response:
        """Whether somebody is signed in, and which installation this is."""
        state = {"signed_in": request.user.is_authenticated, "environment": about.environment()}
        return Response(SessionStateSerializer(state).data)

    @extend_schema(operation_id="session_start", request=SignInSerializer, responses=MeSerializer, auth=[])
    def create(self, request: Request) -> Response:
        """Signs in with name and password."""
        given = self.body(SignInSerializer)
        try:
            user = signin.sign_in(request._request, given["username"], given["password"])
        except signin.SignInRefused as refused:
            record(None, "session.refused", f"user:{given['username'][:150]}")
            return handle(refused, {})
        login(request._request, user)
        record(user, "session.start", f"user:{user.username}")
        return Response(MeSerializer(me(user)).data)

    @extend_schema(operation_id="session_end", request=None, responses={204: None}, auth=[])
    def destroy(self, request: Request) -> Response:
        """Signs out; does nothing where nobody is signed in."""
        user = request.user
        logout(request._request)
        if isinstance(user, User):
            record(user, "session.end", f"user:{user.username}")
        return Response(status=204)


@method_decorator(ensure_csrf_cookie, name="dispatch")
class MeViewSet(ApiViewSet):
    scopes = {"retrieve": ANY_TOKEN, "password": ANY_TOKEN}

    @extend_schema(operation_id="me_show", responses=MeSerializer)
    def retrieve(self, request: Request) -> Response:
        """The signed-in user: roles, and the sections of the console they may open."""
        return Response(MeSerializer(me(self.actor)).data)

    @extend_schema(operation_id="me_password", request=PasswordChangeSerializer, responses={204: None})
    def password(self, request: Request) -> Response:
        """Changes the own password. Other sessions that the old one opened end; tokens go on. A token
        cannot do it: who found one must not be able to keep its owner out."""
        if request.auth is not None:
            raise PermissionDenied("A token cannot change a password; sign in to do it.")
        given = self.body(PasswordChangeSerializer)
        if not signin.confirm(request._request, self.actor, given["current"]):
            raise ValidationError({"current": ["This is not the password that you have."]})
        with transaction.atomic():
            _change(self.actor, given["password"])
            self.audited("user.own_password", f"user:{self.actor.username}")
        update_session_auth_hash(request._request, self.actor)
        return Response(status=204)


def _change(user: User, password: str) -> None:
    try:
        people.change_password(user, password)
    except PasswordRefused as refused:
        raise ValidationError({"password": refused.messages}) from None
