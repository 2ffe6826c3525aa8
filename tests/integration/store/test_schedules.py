"""Schedules: each tick once, on the wall clock of the zone, missed ones by the policy."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from connectors.sdk.types import JSON
from flows.engine.triggers import trigger_kind
from flows.facade import schedules
from flows.store.cursors import fetch
from flows.store.models import Flow, ScheduleTick
from tests import factories
from tests.factories import Cast

EVERY_MINUTE = "* * * * *"
THIS_MINUTE = timezone.now().replace(second=0, microsecond=0)
"""Read once: a minute may begin in the middle of a test."""


def published(cast: Cast, **config: JSON) -> Flow:
    trigger = {"kind": "schedule", "config": {"cron": EVERY_MINUTE, **config}}
    flow = factories.published(cast.analyst, "count", trigger=trigger, keys={})
    ScheduleTick.objects.create(flow=flow, due=THIS_MINUTE)
    return flow


def executions() -> int:
    return int(fetch("SELECT count(*) FROM execution")[0][0])


def test_a_tick_is_started_once_however_many_schedulers_run(cast: Cast) -> None:
    published(cast)
    now = THIS_MINUTE + timedelta(minutes=1, seconds=1)

    def tick(_: int) -> int:
        try:
            return schedules.tick(now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as many:
        started = sum(many.map(tick, range(12)))
    assert (started, executions()) == (1, 1)
    [(kind, body)] = fetch(
        "SELECT trigger_kind, convert_from(body, 'UTF8') FROM execution JOIN payload ON id = execution_id"
    )
    assert kind == "schedule" and "due" in body


@pytest.mark.parametrize(("policy", "runs"), [("skip", 1), ("run_once", 2), ("run_all", 10)])
def test_missed_ticks_are_dealt_with_by_the_policy(policy: str, runs: int, cast: Cast) -> None:
    published(cast, missed=policy)
    schedules.tick(THIS_MINUTE + timedelta(minutes=10, seconds=45))
    # The last one is a few seconds late and so not missed; with the policy "skip" it is the only one.
    assert executions() == runs
    assert ScheduleTick.objects.count() == 11
    schedules.tick(THIS_MINUTE + timedelta(minutes=10, seconds=46))
    assert executions() == runs


def test_what_is_not_set_is_what_the_form_shows_as_the_default(cast: Cast) -> None:
    kind = trigger_kind("schedule")
    assert kind and kind.config_schema["properties"]["missed"]["default"] == "run_once"
    published(cast)
    schedules.tick(THIS_MINUTE + timedelta(minutes=10, seconds=45))
    assert executions() == 2


def test_a_paused_flow_does_not_tick(cast: Cast) -> None:
    flow = published(cast)
    Flow.objects.filter(pk=flow.pk).update(state=Flow.State.PAUSED)
    assert schedules.tick(THIS_MINUTE + timedelta(minutes=3)) == 0


def due(cron: str, since: datetime, days: float) -> list[datetime]:
    """The times in Oslo."""
    config = {"cron": cron, "timezone": "Europe/Oslo"}
    return schedules.due_times(config, since, since + timedelta(days=days))


def test_the_clock_put_forward_loses_no_daily_run() -> None:
    """29 March 2026: 02:00 becomes 03:00. The run of 02:30 takes place, once."""
    found = due("30 2 * * *", datetime(2026, 3, 28, 12, tzinfo=UTC), 2)
    assert [one.date().isoformat() for one in found] == ["2026-03-29", "2026-03-30"]
    assert found[0] == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_the_clock_put_back_doubles_no_daily_run() -> None:
    """25 October 2026: 03:00 becomes 02:00. The run of 02:30 takes place once."""
    found = due("30 2 * * *", datetime(2026, 10, 24, 12, tzinfo=UTC), 2)
    assert Counter(one.date().isoformat() for one in found) == {"2026-10-25": 1, "2026-10-26": 1}


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_an_hourly_run_comes_every_hour_on_both_days(day: datetime) -> None:
    found = due("0 * * * *", day - timedelta(seconds=1), 1)
    assert found == [day + timedelta(hours=one) for one in range(24)]
