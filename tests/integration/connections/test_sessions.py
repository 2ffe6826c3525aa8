"""The drain's pool: sessions open with the first call, follow changes, and outlive neither."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AbstractUser

from connectors.connections import facade, sessions
from connectors.connections.models import Connection, Health
from connectors.connections.sessions import SessionPool
from connectors.sdk.errors import ConfigurationError, EgressRefused, RetryableError
from connectors.sdk.protocol import CallItem
from flows.store.cursors import fetch
from tests.integration.connections.conftest import Person, Target
from tests.integration.embedded_support import eventually

pytestmark = pytest.mark.django_db(transaction=True)
READ = [CallItem("k1", {"path": "/a"}), CallItem("k2", {"path": "/b"})]


@pytest.fixture
async def pool(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SessionPool]:
    monkeypatch.setattr(sessions, "CHECK_EVERY_S", 0.0)
    opened = SessionPool()
    yield opened
    await opened.close()


@sync_to_async
def arrange(person: Person, target: Target, **changes: Any) -> None:
    """The connection ``ledger`` to the target, which is a private host that is allowed."""
    admin = person("administrator")
    facade.systems.create(admin, "books", name="Books", allowed_private_hosts=[target.host])
    config = {"base_url": target.address, "auth": {"kind": "bearer"}}
    given: dict[str, Any] = {"config": config, "secrets": {"token": "first"}} | changes
    facade.create(admin, slug="ledger", name="Ledger", connector="http", system="books", **given)


@sync_to_async
def admin(person: Person) -> AbstractUser:
    return person("administrator")


@sync_to_async
def health() -> str:
    return Connection.objects.get(slug="ledger").health


async def test_calls_go_out_in_order_and_say_that_the_target_is_well(
    pool: SessionPool, person: Person, target: Target
) -> None:
    await arrange(person, target)
    outcomes = await pool.call("ledger", "request", READ)
    assert [one.error for one in outcomes] == [None, None]
    assert sorted(one.path for one in target.got) == ["/a", "/b"]
    assert target.got[0].headers["Authorization"] == "Bearer first"
    assert await health() == Health.HEALTHY


async def test_a_changed_secret_is_used_by_the_next_call(
    pool: SessionPool, person: Person, target: Target
) -> None:
    await arrange(person, target)
    await pool.call("ledger", "request", READ[:1])
    await sync_to_async(facade.set_secrets)(await admin(person), "ledger", {"token": "second"})
    await pool.call("ledger", "request", READ[:1])
    assert [one.headers["Authorization"] for one in target.got] == ["Bearer first", "Bearer second"]


async def test_a_private_host_that_is_no_longer_allowed_is_no_longer_called(
    pool: SessionPool, person: Person, target: Target
) -> None:
    await arrange(person, target)
    await pool.call("ledger", "request", READ[:1])
    await sync_to_async(facade.systems.update)(await admin(person), "books", allowed_private_hosts=[])
    (outcome,) = await pool.call("ledger", "request", READ[:1])
    assert isinstance(outcome.error, EgressRefused)
    assert len(target.got) == 1


async def test_what_cannot_be_opened_is_an_outcome_for_each_item(
    pool: SessionPool, person: Person, target: Target
) -> None:
    await arrange(person, target, secrets={})
    for slug in ("ledger", "gone"):
        outcomes = await pool.call(slug, "request", READ)
        assert [isinstance(one.error, ConfigurationError) for one in outcomes] == [True, True]


async def test_a_removed_connection_is_noticed(pool: SessionPool, person: Person, target: Target) -> None:
    await arrange(person, target)
    await pool.call("ledger", "request", READ[:1])
    await sync_to_async(facade.remove)(await admin(person), "ledger")
    (outcome,) = await pool.call("ledger", "request", READ[:1])
    assert outcome.error is not None
    assert outcome.error.code == "connection.missing"


@pytest.mark.parametrize(
    ("status", "state"), [(503, Health.FAILING), (401, Health.REFUSED), (422, Health.UNKNOWN)]
)
async def test_failures_show_in_the_health(
    pool: SessionPool, person: Person, target: Target, status: int, state: Health
) -> None:
    await arrange(person, target)
    target.status = status
    await pool.call("ledger", "request", READ)
    assert await health() == state


async def test_a_call_that_the_rate_limit_holds_back_too_long_is_given_back(
    pool: SessionPool, person: Person, target: Target
) -> None:
    await arrange(person, target, requests_per_minute=1)
    (first,) = await pool.call("ledger", "request", READ[:1])
    (second,) = await pool.call("ledger", "request", READ[:1])
    assert first.error is None
    assert isinstance(second.error, RetryableError)
    assert second.error.retry_after is not None
    assert 20 < second.error.retry_after <= 60
    assert len(target.got) == 1


@pytest.mark.parametrize("known", [True, False])
async def test_what_is_asked_for_while_it_closes_leaves_nothing_open(
    person: Person, target: Target, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """A call that is broken off at the end of a worker lets the next one of its connection go."""
    monkeypatch.setattr(sessions, "CHECK_EVERY_S", 0.0)
    await arrange(person, target)
    before = await sync_to_async(_database_sessions)()
    closing = SessionPool()
    if known:
        await closing.call("ledger", "request", READ[:1])
    late = asyncio.ensure_future(closing.call("ledger", "request", READ[:1]))
    await asyncio.sleep(0)  # it looks into the database now
    await closing.close()
    [outcome] = await late
    [after] = await closing.call("ledger", "request", READ[:1])
    assert after.error is not None and after.error.code == "connection.worker_ends"
    assert outcome.error is None or outcome.error.code == "connection.worker_ends"
    assert await sync_to_async(eventually)(lambda: _database_sessions() <= before)


def _database_sessions() -> int:
    """Sessions at the test's database beside the one that asks."""
    return int(
        fetch(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )[0][0]
    )


async def test_a_test_tells_what_it_found_and_is_remembered(person: Person, target: Target) -> None:
    await arrange(person, target)
    analyst = await sync_to_async(person)("analyst")
    result = await sync_to_async(facade.test)(analyst, "ledger")
    shown = await sync_to_async(facade.show)(analyst, "ledger")
    assert result.ok
    assert shown.last_test is not None
    assert (shown.last_test.ok, shown.health) == (True, Health.HEALTHY)
    target.status = 401
    result = await sync_to_async(facade.test)(analyst, "ledger")
    shown = await sync_to_async(facade.show)(analyst, "ledger")
    assert not result.ok
    assert shown.last_test is not None
    assert (shown.last_test.ok, shown.health) == (False, Health.REFUSED)
    assert "first" not in result.message
