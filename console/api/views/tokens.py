"""API tokens: each person's own, and for administrators everybody's."""

from collections.abc import Sequence

from django.db import transaction
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from console.accounts import tokens
from console.accounts.models import ApiToken
from console.accounts.roles import ROLES
from console.api import pagination
from console.api.base import ApiViewSet
from console.api.described import extend_schema
from console.api.serializers.tokens import NewTokenSerializer, TokenCreateSerializer, TokenSerializer
from flows.facade.errors import NotFound


class TokenViewSet(ApiViewSet):
    scopes = {"list": "admin", "create": "admin", "destroy": "admin"}
    roles = {"create": ROLES}

    @extend_schema(
        operation_id="tokens_list",
        parameters=[pagination.PageQuerySerializer],
        responses=pagination.page_schema(TokenSerializer),
    )
    def list(self, request: Request) -> Response:
        """The tokens that were not revoked, newest first: one's own, for administrators everybody's."""
        rows = list(tokens.seen_by(self.actor))
        newest_first = {row.pk: f"{2**63 - row.pk:020d}" for row in rows}
        query = self.query(pagination.PageQuerySerializer)
        return pagination.answer_all(
            request, TokenSerializer, rows, key=lambda row: newest_first[row.pk], query=query
        )

    @extend_schema(
        operation_id="tokens_create", request=TokenCreateSerializer, responses={201: NewTokenSerializer}
    )
    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Makes a token; its text is in this answer and nowhere else, ever."""
        given = self.body(TokenCreateSerializer)
        self._within_own(request, given["scopes"])
        token, text = tokens.create(self.actor, given["name"], given["scopes"], given["days"])
        self.audited("token.create", f"token:{token.prefix}", {"scopes": token.scopes})
        shown = {**TokenSerializer(token).data, "token": text}
        return Response(shown, status=201, headers={"Cache-Control": "no-store"})

    @extend_schema(operation_id="tokens_delete", responses={204: None})
    @transaction.atomic
    def destroy(self, request: Request, id: str) -> Response:
        """Revokes a token at once."""
        token = tokens.seen_by(self.actor).filter(pk=int(id)).first()
        if token is None:
            raise NotFound("There is no such token.", hint="Look at the list of tokens.")
        tokens.revoke(token)
        self.audited("token.revoke", f"token:{token.prefix}", {"owner": token.user.username})
        return Response(status=204)

    @staticmethod
    def _within_own(request: Request, scopes: Sequence[str]) -> None:
        """A token cannot make one that may do more than itself."""
        if isinstance(request.auth, ApiToken) and not set(scopes) <= set(request.auth.scopes):
            raise PermissionDenied("A token cannot make a token with scopes that it does not hold itself.")
