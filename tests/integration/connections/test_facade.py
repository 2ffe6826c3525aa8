"""Connections through their use cases: who may what, what is refused, and that secrets stay in."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection as database

from connectors.connections import facade
from connectors.connections.contexts import load_context
from connectors.connections.facade.usage import _usages
from connectors.connections.models import ConnectionSecret
from tests.integration.connections.conftest import Person

pytestmark = pytest.mark.django_db
Connection = facade.ConnectionView

GOOD: dict[str, Any] = {
    "slug": "other",
    "name": "Other",
    "connector": "http",
    "system": "books",
    "config": {"base_url": "https://other.example"},
}


@pytest.mark.parametrize(
    ("role", "held"),
    [
        ("analyst", ("view", "test", "use")),
        ("steward", ("view",)),
        ("operator", ("view", "test")),
        ("administrator", ("view", "test", "use", "change")),
    ],
)
def test_each_role_holds_its_default_rights(
    person: Person, connection: Connection, role: str, held: tuple[str, ...]
) -> None:
    assert facade.show(person(role), "ledger").permissions == held
    assert [one.permissions for one in facade.listing(person(role))] == [held]


@pytest.mark.parametrize("role", ["client", "outsider"])
def test_who_holds_no_right_sees_nothing(person: Person, connection: Connection, role: str) -> None:
    actor = person(role)
    assert facade.listing(actor) == ()
    assert facade.systems.listing(actor) == ()
    for attempt in (facade.show, facade.remove, facade.test):
        with pytest.raises(facade.NotFound):
            attempt(actor, "ledger")
    with pytest.raises(facade.NotAllowed):
        facade.create(actor, **GOOD)


def test_nobody_signed_in_and_nobody_inactive_sees_anything(person: Person, connection: Connection) -> None:
    analyst = person("analyst")
    analyst.is_active = False
    for actor in (AnonymousUser(), analyst):
        assert facade.listing(actor) == ()
        with pytest.raises(facade.NotFound):
            facade.show(actor, "ledger")


@pytest.mark.parametrize("role", ["analyst", "steward", "operator"])
def test_who_only_sees_may_not_change(person: Person, connection: Connection, role: str) -> None:
    for attempt in (
        lambda: facade.update(person(role), "ledger", name="Mine"),
        lambda: facade.set_secrets(person(role), "ledger", {"token": "mine"}),
        lambda: facade.remove(person(role), "ledger"),
        lambda: facade.create(person(role), **GOOD),
    ):
        with pytest.raises(facade.NotAllowed):
            attempt()
    assert load_context("ledger").secrets == {"token": "opensesame"}


def test_secrets_go_in_and_never_come_out(person: Person, connection: Connection) -> None:
    assert connection.secrets["token"].set
    assert not connection.secrets["password"].set
    assert "opensesame" not in repr(facade.show(person("administrator"), "ledger"))
    assert "opensesame" not in repr(load_context("ledger"))
    with database.cursor() as cursor:
        cursor.execute("SELECT sealed FROM connections_connectionsecret")
        (sealed,) = cursor.fetchone()
    assert b"opensesame" not in bytes(sealed)


def test_a_secret_is_replaced_and_removed(person: Person, connection: Connection) -> None:
    admin = person("administrator")
    before = connection.secrets["token"].changed_at
    after = facade.set_secrets(admin, "ledger", {"token": "other"})
    assert before is not None
    assert after.secrets["token"].changed_at is not None
    assert after.secrets["token"].changed_at > before
    assert after.updated_at > connection.updated_at
    assert load_context("ledger").secrets == {"token": "other"}
    assert not facade.set_secrets(admin, "ledger", {"token": None}).secrets["token"].set
    assert load_context("ledger").secrets == {}


def test_an_update_leaves_what_it_does_not_name(person: Person, connection: Connection) -> None:
    found = facade.update(person("administrator"), "ledger", name="General ledger", requests_per_minute=120)
    assert (found.name, found.requests_per_minute, found.config) == ("General ledger", 120, connection.config)
    assert load_context("ledger").secrets == {"token": "opensesame"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"slug": "No Slug"}, "slug"),
        ({"name": " "}, "name"),
        ({"config": {"base_url": "ftp://x.example"}}, "config.base_url"),
        ({"config": {}}, "config.(root)"),
        ({"config": [1]}, "config.(root)"),
        ({"config": {"base_url": "https://me:word@x.example"}}, "config.base_url"),
        ({"config": {"base_url": "https://x.example", "token": "abc"}}, "config.token"),
        (
            {"config": {"base_url": "https://x.example", "headers": {"X-API-Key": "abc"}}},
            "config.headers.X-API-Key",
        ),
        (
            {"config": {"base_url": "https://x.example", "headers": {"X": "Bearer abcdefghij"}}},
            "config.headers.X",
        ),
        ({"secrets": {"pin": "1"}}, "secrets.pin"),
        ({"secrets": {"token": ""}}, "secrets.token"),
        ({"secrets": {"token": "a\x00b"}}, "secrets.token"),
        ({"max_concurrency": 0}, "max_concurrency"),
        ({"max_concurrency": True}, "max_concurrency"),
        ({"requests_per_minute": 0}, "requests_per_minute"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    person: Person, connection: Connection, change: dict[str, Any], path: str
) -> None:
    with pytest.raises(facade.ConnectionRefused) as refused:
        facade.create(person("administrator"), **(GOOD | change))
    assert path in [one["where"]["path"] for one in refused.value.problems]
    assert "abc" not in refused.value.message
    assert len(facade.listing(person("administrator"))) == 1


def test_every_problem_is_told_at_once(person: Person, connection: Connection) -> None:
    with pytest.raises(facade.ConnectionRefused) as refused:
        facade.create(person("administrator"), **(GOOD | {"name": "", "config": {}, "secrets": {"pin": "1"}}))
    assert len(refused.value.problems) == 3


def test_an_unknown_connector_and_a_used_slug_are_refused(person: Person, connection: Connection) -> None:
    admin = person("administrator")
    with pytest.raises(facade.ConnectionRefused, match="telepathy"):
        facade.create(admin, **(GOOD | {"connector": "telepathy"}))
    with pytest.raises(facade.Conflict):
        facade.create(admin, **(GOOD | {"slug": "ledger"}))
    with pytest.raises(facade.NotFound):
        facade.create(admin, **(GOOD | {"system": "nowhere"}))


def test_what_is_used_is_not_removed(person: Person, connection: Connection) -> None:
    def usage(slug: str) -> list[str]:
        return ["flow orders"] if slug == "ledger" else []

    facade.register_usage(usage)
    try:
        with pytest.raises(facade.Conflict, match="flow orders"):
            facade.remove(person("administrator"), "ledger")
    finally:
        _usages.remove(usage)
    facade.remove(person("administrator"), "ledger")
    assert facade.listing(person("administrator")) == ()
    assert not ConnectionSecret.objects.exists()


def test_a_system_with_connections_stays(person: Person, connection: Connection) -> None:
    with pytest.raises(facade.Conflict, match="ledger"):
        facade.systems.remove(person("steward"), "books")
    facade.remove(person("administrator"), "ledger")
    facade.systems.remove(person("steward"), "books")


def test_stewards_keep_systems_and_only_administrators_open_private_hosts(
    person: Person, connection: Connection
) -> None:
    steward = person("steward")
    assert facade.systems.update(steward, "books", owner="Finance").owner == "Finance"
    for role in ("steward", "analyst", "operator"):
        with pytest.raises(facade.NotAllowed):
            facade.systems.update(person(role), "books", allowed_private_hosts=["10.0.0.5"])
    with pytest.raises(facade.NotAllowed):
        facade.systems.create(steward, "more", name="More", allowed_private_hosts=["localhost"])
    with pytest.raises(facade.NotAllowed):
        facade.systems.update(person("analyst"), "books", name="Mine")


def test_opening_a_private_host_reaches_the_open_sessions(person: Person, connection: Connection) -> None:
    hosts = ["Erp.Internal:8069", "[::1]:80", "10.0.0.5"]
    facade.systems.update(person("administrator"), "books", allowed_private_hosts=hosts)
    assert load_context("ledger").allowed_private_hosts == ("10.0.0.5", "[::1]:80", "erp.internal:8069")
    assert facade.show(person("analyst"), "ledger").updated_at > connection.updated_at


@pytest.mark.parametrize(
    "host", ["*.internal", "10.0.0.0/8", "http://x", "", "a b", "h:0", "h:70000", "127.1", 7]
)
def test_a_private_host_is_one_host(person: Person, connection: Connection, host: Any) -> None:
    with pytest.raises(facade.ConnectionRefused):
        facade.systems.update(person("administrator"), "books", allowed_private_hosts=[host])
