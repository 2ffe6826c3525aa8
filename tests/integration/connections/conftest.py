"""People of every role, and a target that answers."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from asgiref.sync import sync_to_async
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.db import connections

from connectors.connections import facade

ROLES = ("analyst", "steward", "operator", "administrator", "client")
Person = Callable[[str], AbstractUser]


@pytest.fixture
def person(db: None) -> Person:
    """Gives the user of a role; ``outsider`` has none."""

    def of(role: str) -> AbstractUser:
        user, created = get_user_model().objects.get_or_create(username=role)
        if created and role in ROLES:
            user.groups.add(Group.objects.get_or_create(name=role)[0])
        return user

    return of


@pytest.fixture
def connection(person: Person) -> facade.ConnectionView:
    """The connection ``ledger`` of the system ``books``, with a token."""
    admin = person("administrator")
    facade.systems.create(admin, "books", name="Books")
    return facade.create(
        admin,
        slug="ledger",
        name="Ledger",
        connector="http",
        system="books",
        config={"base_url": "https://ledger.example", "auth": {"kind": "bearer"}},
        secrets={"token": "opensesame"},
    )


@dataclass
class Target:
    """A local server: what it got, and how it answers."""

    address: str
    host: str
    got: list[web.Request] = field(default_factory=list)
    status: int = 200


@pytest.fixture
async def target() -> AsyncIterator[Target]:
    async def answer(request: web.Request) -> web.Response:
        await request.read()
        found.got.append(request)
        return web.json_response({"fine": True}, status=found.status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host = "{}:{}".format(*runner.addresses[0][:2])
    found = Target(f"http://{host}", host)
    yield found
    await runner.cleanup()
    await sync_to_async(connections.close_all)()
