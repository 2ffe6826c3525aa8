"""Retention: per class of data, per flow, with an entry in the trail, and never what is open."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from console.audit.models import AuditEntry
from console.operations import retention as operations
from flows.facade import retention
from flows.facade.errors import Invalid
from flows.store import partitions
from flows.store.cursors import fetch
from flows.store.listing import floor_of
from flows.store.models import ScheduleTick
from tests import factories
from tests.factories import Cast

_TABLES = {
    "queue": "execution_id", "execution": "id", "payload": "execution_id", "outcome": "execution_id",
    "business_key": "execution_id", "step_attempt": "execution_id", "dead_letter": "execution_id",
}  # fmt: skip
_STEP = """
INSERT INTO step_attempt (execution_id, started_at, item, attempt, round, step, status)
SELECT id, now(), -1, 1, 0, 'double', 'succeeded' FROM execution"""


@pytest.fixture(scope="module", autouse=True)
def weeks(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The partitions of a year go with the last test. Those that a test drops the next one makes anew."""
    with django_db_blocker.unblock():
        before = _partitions()
    yield
    with django_db_blocker.unblock():
        for name in _partitions() - before:
            fetch(f'DROP TABLE "{name}"')


def _partitions() -> set[str]:
    return {one.name for name in partitions.CLASSES for one in partitions.of_class(name)}


@pytest.fixture
def flow(cast: Cast) -> Iterator[Cast]:
    """A flow over partitions of a year; content 30 days, attempts 60, facts 300."""
    fetch("SELECT fairlead_make_partitions(now() - interval '330 days', now())")
    factories.published(cast.analyst)
    with override_settings(FAIRLEAD_RETENTION_DAYS={"content": 30, "attempts": 60, "facts": 300}):
        yield cast


def ran(cast: Cast, days_ago: float, *, ended: bool = True, slug: str = factories.FLOW) -> UUID:
    """An execution of that time."""
    moment = datetime.now(UTC) - timedelta(days=days_ago)
    to = UUID(int=floor_of(moment).int | (uuid4().int & (2**62 - 1)))
    one = factories.started(cast.analyst, slug)
    for table, key in _TABLES.items():
        fetch(f"UPDATE {table} SET {key} = %s WHERE {key} = %s", [to, one])
    if ended:
        fetch("DELETE FROM queue WHERE execution_id = %s", [to])
        fetch(
            "INSERT INTO outcome (execution_id, flow_id, status)"
            " SELECT id, flow_id, 'succeeded' FROM execution WHERE id = %s", [to],
        )  # fmt: skip
    return to


def left(table: str) -> set[UUID]:
    return {one for (one,) in fetch(f"SELECT DISTINCT {_TABLES[table]} FROM {table}")}


def test_each_class_goes_at_its_own_time(flow: Cast) -> None:
    new, month, season, year = (ran(flow, days) for days in (1, 45, 90, 320))
    fetch(_STEP)
    report = operations.enforce()
    assert left("payload") == {new}
    assert left("step_attempt") == {new, month}
    assert left("execution") == left("outcome") == left("business_key") == {new, month, season}
    assert report.bytes > 0 and not report.kept and year not in left("execution")
    entry = AuditEntry.objects.get(action="retention.run")
    assert entry.actor == "system" and len(entry.detail["dropped"]) > 3
    assert not operations.enforce().changed
    assert AuditEntry.objects.filter(action="retention.run").count() == 1


def test_a_dry_run_removes_nothing_and_says_what_would_go(flow: Cast) -> None:
    one = ran(flow, 320)
    out = StringIO()
    call_command("retention", "--dry-run", stdout=out)
    assert "would go: batch_record_" in out.getvalue()
    assert left("payload") == {one}
    assert not AuditEntry.objects.filter(action="retention.run").exists()
    call_command("retention", stdout=out)
    assert "back to the system" in out.getvalue() and left("execution") == set()


def test_weeks_with_open_executions_stay_until_those_end(flow: Cast) -> None:
    one = ran(flow, 320, ended=False)
    report = operations.enforce()
    assert {waiting.open for waiting in report.kept} == {1} and len(report.kept) == 3
    assert left("payload") == left("execution") == {one}
    fetch("DELETE FROM queue")
    operations.enforce()
    assert left("payload") == left("execution") == set()


def test_a_flow_may_keep_its_content_for_a_shorter_time(flow: Cast) -> None:
    factories.published(flow.analyst, "other")
    mine, new = [ran(flow, 5) for _ in range(3)], ran(flow, 1)
    other = ran(flow, 5, slug="other")
    operations.set_for_flow(flow.administrator, factories.FLOW, "content", 2)
    assert retention.run(dry_run=True).removed == {"orders content": 3}
    assert operations.enforce(most_rows=2).removed == {"orders content": 2}
    assert operations.enforce().removed == {"orders content": 1}
    assert operations.enforce().removed == {}
    assert left("payload") == {new, other}
    assert left("execution") == {*mine, new, other}


def test_a_flows_facts_take_everything_with_them_up_to_the_first_open_one(flow: Cast) -> None:
    first, second = ran(flow, 6), ran(flow, 5, ended=False)
    third = ran(flow, 4)
    fetch(_STEP)
    operations.set_for_flow(flow.administrator, factories.FLOW, "facts", 1)
    operations.enforce()
    assert first not in left("execution") | left("payload") | left("step_attempt") | left("business_key")
    assert {second, third} <= left("execution") & left("payload")


def test_a_flows_time_is_shorter_than_the_installations(flow: Cast) -> None:
    for days in (0, 30, 31):
        with pytest.raises(Invalid):
            retention.set_for_flow(flow.administrator, factories.FLOW, "content", days)
    with pytest.raises(CommandError, match="from 1 to 29 days"):
        call_command("retention", "--flow", factories.FLOW, "--content", "40")
    out = StringIO()
    call_command("retention", "--flow", factories.FLOW, "--content", "7", stdout=out)
    assert "orders keeps its content for 7 days." in out.getvalue()
    call_command("retention", "--flow", factories.FLOW, "--content", "0", stdout=out)
    assert retention.of_flows() == []


def test_old_ticks_of_schedules_go_but_for_the_latest(flow: Cast) -> None:
    one = factories.published(flow.analyst, "clock")
    for days in (500, 450, 400):
        ScheduleTick.objects.create(flow=one, due=timezone.now() - timedelta(days=days))
    assert operations.enforce().ticks == 2
    assert ScheduleTick.objects.count() == 1
