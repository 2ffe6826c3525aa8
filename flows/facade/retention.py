"""How long what is kept: whole weeks of history are dropped when their time is over, for each class
of data by itself; single flows may keep theirs for a shorter time.

The times come from the settings (``FAIRLEAD_RETENTION_DAYS``; 0 keeps for ever). A week goes when its
last moment is older than that, so data lives up to a week longer than the time that was set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby

from django.conf import settings

from flows.facade import access
from flows.facade.access import Actor
from flows.facade.errors import Invalid
from flows.store import partitions, retention
from flows.store.listing import floor_of
from flows.store.partitions import CLASSES, Partition

MOST_ROWS = 50_000
"""So many executions of flows with their own times are gone through in one run of the scheduler."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A week of one class."""

    tables: tuple[str, ...]
    bytes: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A week whose time is over and which stays: ``open`` executions of it have not ended, or its
    tables are in use at this moment (None)."""

    tables: tuple[str, ...]
    open: int | None


@dataclass(slots=True)
class Report:
    """What a run did, or would do. ``removed``: executions per flow and class that lost their rows."""

    dropped: list[Dropped] = field(default_factory=list)
    kept: list[Waiting] = field(default_factory=list)
    removed: dict[str, int] = field(default_factory=dict)
    ticks: int = 0

    @property
    def bytes(self) -> int:
        """What goes back to the operating system."""
        return sum(one.bytes for one in self.dropped)

    @property
    def changed(self) -> bool:
        """Whether anything went."""
        return bool(self.dropped or any(self.removed.values()) or self.ticks)


def times() -> Mapping[str, int]:
    """Days per class; 0 is for ever."""
    found: Mapping[str, int] = settings.FAIRLEAD_RETENTION_DAYS
    return found


def run(*, dry_run: bool = False, most_rows: int | None = None) -> Report:
    """Removes what is over its time, content first; with ``dry_run`` only says what."""
    report, now = Report(), datetime.now(UTC)
    for data_class in CLASSES:
        _drop_weeks(report, data_class, now, dry_run)
    _remove_rows(report, now, dry_run, most_rows)
    if times()["facts"] and not dry_run:
        report.ticks = retention.remove_ticks(times()["facts"])
    return report


def set_for_flow(actor: Actor, slug: str, data_class: str, days: int | None) -> None:
    """Gives a flow a shorter time for a class of data (None: the installation's).

    Raises:
        NotFound, Forbidden: the actor does not operate the flow.
        Invalid: the time is none, or longer than the installation's.
    """
    flow = access.flow_for(actor, slug, "operate")
    longest = times()[data_class]
    if days is not None and (days < 1 or (longest and days >= longest)):
        raise Invalid(
            f"A flow's own time for {data_class} must be from 1 to {longest - 1 if longest else 'any'} days.",
            hint="A longer time is set for the whole installation: FAIRLEAD_RETENTION_"
            f"{data_class.upper()}_DAYS.",
        )
    retention.set_override(flow.pk, data_class, days)


def of_flows() -> Sequence[retention.Override]:
    """The flows with times of their own."""
    return retention.overrides()


def _drop_weeks(report: Report, data_class: str, now: datetime, dry_run: bool) -> None:
    days = times()[data_class]
    if not days:
        return
    before = floor_of(now - timedelta(days=days))
    over = [one for one in partitions.of_class(data_class) if one.high <= before]
    for _, group in groupby(over, key=lambda one: one.low):
        _drop_week(report, list(group), dry_run)
    if not dry_run:
        strays = retention.remove_strays(data_class, before)
        if strays:
            report.removed[f"(no week) {data_class}"] = strays


def _drop_week(report: Report, week: list[Partition], dry_run: bool) -> None:
    names = tuple(one.name for one in week)
    if dry_run:
        count = partitions.open_in(week[0])
        kept = partitions.Kept(count) if count else None
    else:
        kept = partitions.drop(week)
    if kept is None:
        report.dropped.append(Dropped(names, sum(one.size for one in week)))
    else:
        report.kept.append(Waiting(names, kept.open))


def _remove_rows(report: Report, now: datetime, dry_run: bool, most: int | None) -> None:
    left = most if most is not None else 2**62
    for one in retention.overrides():
        before = floor_of(now - timedelta(days=one.days))
        count = retention.due(one, before) if dry_run else retention.remove(one, before, left)
        if count:
            report.removed[f"{one.flow} {one.data_class}"] = count
        left -= count
