"""``manage.py retention``: removes what is over its time, or says what would go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connectors.sdk.errors import FairleadError
from console.accounts.acting import administrator
from console.operations import retention as operations
from flows.facade import retention
from flows.facade.retention import Report
from flows.store.partitions import CLASSES


class Command(BaseCommand):
    help = (
        "Drops the weeks of history that are over their time. It needs no running Fairlead. With --flow it "
        "gives a flow its own, shorter times instead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")
        parser.add_argument("--flow", help="set the times of this flow: --content, --attempts, --facts")
        parser.add_argument("--as", dest="user", help="the user in whose name; default: an administrator")
        for name in CLASSES:
            parser.add_argument(f"--{name}", type=int, metavar="DAYS", help="0: as the installation")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            if options["flow"]:
                self._set(options)
            else:
                self._enforce(options["dry_run"])
        except FairleadError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error

    def _set(self, options: dict[str, Any]) -> None:
        given = {name: options[name] for name in CLASSES if options[name] is not None}
        if not given:
            raise CommandError("Say for what: --content DAYS, --attempts DAYS or --facts DAYS.")
        actor = administrator(options["user"])
        for name, days in given.items():
            operations.set_for_flow(actor, options["flow"], name, days or None)
        for one in retention.of_flows():
            self.stdout.write(f"{one.flow} keeps its {one.data_class} for {one.days} days.")

    def _enforce(self, dry_run: bool) -> None:
        for name, days in retention.times().items():
            self.stdout.write(f"{name}: kept for {f'{days} days' if days else 'ever'}")
        report = operations.enforce(dry_run=dry_run, most_rows=None)
        for line in _lines(report, "would go" if dry_run else "dropped"):
            self.stdout.write(line)


def _lines(report: Report, verb: str) -> list[str]:
    weeks = [f"{verb}: {', '.join(one.tables)} ({_size(one.bytes)})" for one in report.dropped]
    kept = [f"kept: {', '.join(one.tables)}, {_reason(one.open)}" for one in report.kept]
    rows = [f"{verb}: {name} of {count} executions" for name, count in report.removed.items()]
    total = f"{len(report.dropped)} weeks, {_size(report.bytes)} back to the system"
    return [*weeks, *kept, *rows, total if report.changed else "Nothing is over its time."]


def _reason(open_ones: int | None) -> str:
    if open_ones is None:
        return "its tables are in use; the next run tries again"
    return f"{open_ones} executions of that week are open"


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MiB"
