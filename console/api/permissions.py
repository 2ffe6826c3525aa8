"""Who may call a view at all. Rights on objects are the facades' business."""

from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from console.accounts.models import ApiToken, User
from console.accounts.roles import has_role

ANY_TOKEN = ""
"""Scope of an action that any signed-in caller may do, with every token."""


class Scoped(BasePermission):
    """Signed in, and, where a token speaks, the token holds the action's scope. Each view names the
    scope of each of its actions; an action without one is refused to everybody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.user, User):
            return False
        action = getattr(view, "action", None)
        if action in (None, "metadata"):
            return True  # a method the view does not have: DRF answers 405
        scope = view.scopes[action]
        if scope and isinstance(request.auth, ApiToken) and scope not in request.auth.scopes:
            raise PermissionDenied(f"The token does not hold the scope {scope}.")
        roles = getattr(view, "roles", {}).get(action)
        if roles and not has_role(request.user, *roles):
            raise PermissionDenied(f"This is for the roles: {', '.join(roles)}.")
        permission = getattr(view, "permissions", {}).get(action)
        if permission and not request.user.has_perm(permission):
            raise PermissionDenied(f"This needs the permission {permission}.")
        return True
