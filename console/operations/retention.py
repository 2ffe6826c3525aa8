"""Retention with an entry in the audit trail: data that went must not go unnoticed."""

from django.db import transaction

from console.accounts.models import User
from console.audit.trail import record
from flows.facade import retention
from flows.facade.retention import MOST_ROWS, Report


def enforce(*, dry_run: bool = False, most_rows: int | None = MOST_ROWS, actor: User | None = None) -> Report:
    """Removes what is over its time and says so in the trail."""
    report = retention.run(dry_run=dry_run, most_rows=most_rows)
    if report.changed and not dry_run:
        record(actor, "retention.run", "installation:history", _detail(report))
    return report


def set_for_flow(actor: User, slug: str, data_class: str, days: int | None) -> None:
    """Gives a flow its own time."""
    with transaction.atomic():
        retention.set_for_flow(actor, slug, data_class, days)
        record(actor, "retention.set", f"flow:{slug}", {"class": data_class, "days": days})


def _detail(report: Report) -> dict[str, object]:
    return {
        "dropped": [table for week in report.dropped for table in week.tables],
        "bytes": report.bytes,
        "removed": report.removed,
        "ticks": report.ticks,
    }
