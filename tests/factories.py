"""The standard cast, and the few things that many tests need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.contrib.auth.models import Group
from django.test import Client

from connectors.connections import facade as connections
from connectors.sdk.types import JSON
from console.accounts import tokens
from console.accounts.models import User
from flows.facade import executions, transfer
from flows.store.models import Flow

PASSWORD = "correct horse battery staple"
FLOW = "orders"
OTHER_FLOW = "leavers"


@dataclass(frozen=True, slots=True)
class Cast:
    """One user of each role, and an outsider who is signed in and holds no right at all."""

    analyst: User
    steward: User
    operator: User
    administrator: User
    client: User
    outsider: User


def person(name: str, *roles: str) -> User:
    """A user with these roles. Groups are made where a test's clean-up took them away."""
    user = User.objects.create_user(name, password=PASSWORD)
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user


def cast() -> Cast:
    """The standard cast; the users are named as their members here."""
    return Cast(
        analyst=person("analyst", "analyst"),
        steward=person("steward", "steward"),
        operator=person("operator", "operator"),
        administrator=person("administrator", "administrator"),
        client=person("client", "client"),
        outsider=person("outsider"),
    )


def flow_document(slug: str = FLOW, **changes: JSON) -> dict[str, JSON]:
    """A sound flow that needs no connection."""
    return {
        "schema": "fairlead.flow/1",
        "slug": slug,
        "name": slug.capitalize(),
        "description": "Doubles the total.",
        "trigger": {"kind": "webhook", "config": {}},
        "steps": [{"id": "double", "kind": "map", "name": "Double", "config": {"expression": "total * 2"}}],
        "edges": [{"from": "trigger", "to": "double"}],
        "keys": {"business": {"order": "id"}},
        **changes,
    }


def published(actor: User, slug: str = FLOW, **changes: JSON) -> Flow:
    """A live flow, made by the actor."""
    transfer.import_flow(actor, flow_document(slug, **changes), publish=True)
    return Flow.objects.select_related("live_version").get(slug=slug)


def started(actor: User, slug: str = FLOW, document: JSON = None) -> UUID:
    """An execution that waits in the queue."""
    return UUID(executions.start(actor, slug, document or {"id": "ORD-1", "total": 21}).id)


def connection(administrator: User, slug: str = "warehouse") -> connections.ConnectionView:
    """A connection of a system of its own, with a secret."""
    connections.systems.create(administrator, f"{slug}-system", name=slug.capitalize())
    return connections.create(
        administrator,
        slug=slug,
        name=slug.capitalize(),
        connector="http",
        system=f"{slug}-system",
        config={"base_url": "https://example.org"},
        secrets={"token": "a-secret-value"},
    )


class Api:
    """Calls the API as somebody, by session or by token, and says what came."""

    def __init__(self, user: User | None = None, token: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if user is not None:
            self.client.force_login(user, "django.contrib.auth.backends.ModelBackend")

    def __call__(
        self, method: str, path: str, body: JSON = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """The response to ``METHOD /api/v1/path``; ``body`` is sent as JSON, bytes as they are."""
        address = path if path.startswith(("/", "http")) else f"/api/v1/{path}"
        return self.client.generic(
            method,
            address,
            body if isinstance(body, bytes) else _json(body),
            content_type="application/json",
            headers={**self.headers, **(headers or {})},
        )


def token_api(user: User, *scopes: str, days: int = 1) -> Api:
    """The API by a fresh token of the user with these scopes."""
    _, text = tokens.create(user, "test", scopes or tokens.SCOPES, days)
    return Api(token=text)


def _json(body: JSON) -> bytes:
    return b"" if body is None else orjson.dumps(body)
