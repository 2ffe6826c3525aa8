"""Starts scheduled flows at their times: each due time once, however many schedulers run."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.cron import next_times, times
from flows.engine.triggers import trigger_kind
from flows.facade.executions.starting import Started, start_version
from flows.store.cursors import fetch
from flows.store.models import Flow, ScheduleTick

log = logging.getLogger("fairlead.schedules")

LATE = timedelta(seconds=90)
"""A tick later than this was missed, and the policy says what becomes of it."""
MOST_MISSED = 1000
NEXT = 5
UTC_NAME = "UTC"

_TAKE = """
INSERT INTO schedule_tick (flow_id, due, created_at) VALUES (%s, %s, now())
ON CONFLICT (flow_id, due) DO NOTHING RETURNING id"""


def tick(now: datetime | None = None) -> int:
    """Starts what is due; how many executions."""
    moment = now or datetime.now(UTC)
    live = Flow.objects.filter(state=Flow.State.LIVE, live_version__definition__trigger__kind="schedule")
    return sum(_tick(flow, moment) for flow in live.select_related("live_version"))


def _tick(flow: Flow, now: datetime) -> int:
    try:
        due = due_times(_config(flow), _since(flow, now), now)
    except (ValueError, KeyError) as error:
        log.error("The schedule of %s cannot be read: %s", flow.slug, error)
        return 0
    return sum(_start(flow, one, run) for one, run in _by_policy(_config(flow), due, now))


def due_times(config: JSON, since: datetime, now: datetime) -> list[datetime]:
    """The times of the schedule after ``since`` up to ``now``, the latest ``MOST_MISSED`` of them.
    Raises ValueError where the expression or the zone is none."""
    zone = ZoneInfo(config["timezone"])
    found: list[datetime] = []
    for one in times(config["cron"], zone, since):
        if one > now:
            break
        found.append(one.astimezone(UTC))
        del found[:-MOST_MISSED]
    return found


def coming(cron: str, zone: str | None) -> tuple[str, list[datetime]]:
    """The zone, and the next times in it at which a flow with this schedule would be started; raises
    CronInvalid and ZoneUnknown."""
    name = zone or UTC_NAME
    return name, next_times(cron, name, datetime.now(UTC), NEXT)


def _by_policy(config: JSON, due: list[datetime], now: datetime) -> Iterator[tuple[datetime, bool]]:
    """Each due time, and whether it is run."""
    policy = config["missed"]
    missed = [one for one in due if now - one > LATE]
    last = missed[-1] if missed else None
    for one in due:
        on_time = now - one <= LATE
        yield one, on_time or policy == "run_all" or (policy == "run_once" and one == last)


def _start(flow: Flow, due: datetime, run: bool) -> int:
    """The tick and its execution in one transaction: neither without the other."""
    try:
        with transaction.atomic():
            taken = fetch(_TAKE, [flow.pk, due])
            if not taken or not run:
                return 0
            started = _accept(flow, due)
            ScheduleTick.objects.filter(pk=taken[0][0]).update(execution_id=started.id)
            return 1
    except FairleadError as error:
        log.error("%s could not be started by its schedule: %s", flow.slug, error)
        return 0


def _accept(flow: Flow, due: datetime) -> Started:
    document = {"due": due.isoformat()}
    return start_version(flow, document, kind="schedule", key=f"schedule:{due.isoformat()}")


def _since(flow: Flow, now: datetime) -> datetime:
    """The last tick that was dealt with; for a new schedule, or one that is live again, the moment
    from which it holds."""
    last = ScheduleTick.objects.filter(flow=flow).order_by("-due").values_list("due", flat=True).first()
    version = flow.live_version
    published = version.published_at if version else now
    begun = max(published, flow.updated_at) if last is None else last
    return min(begun, now)


def _config(flow: Flow) -> JSON:
    """The settings of the schedule, complete."""
    kind = trigger_kind("schedule")
    written = flow.live_version.definition["trigger"].get("config", {}) if flow.live_version else {}
    return kind.settings(written) if kind else written
