"""``manage.py mappings``: which engine evaluates the expressions of the live flows, and why."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flows.facade import acceleration
from flows.store.models import Flow


class Command(BaseCommand):
    help = "Shows which engine evaluates the live flows' expressions; --prove tries them on recent messages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prove", metavar="FLOW", help="prove the live version of this flow anew first")
        parser.add_argument("--all", action="store_true", help="list every expression, not the counts alone")

    def handle(self, *args: object, **options: Any) -> None:
        if options["prove"]:
            self._prove(options["prove"])
        total: Counter[str] = Counter()
        for slug, standings in acceleration.live().items():
            total.update(one.state for one in standings)
            self.stdout.write(f"{slug}: {_counts(Counter(one.state for one in standings))}")
            for one in standings if options["all"] else ():
                self.stdout.write(f"  {one.state:<12} {one.step} {one.path}  {one.reason}")
        self.stdout.write(f"All live flows: {_counts(total)}")

    def _prove(self, slug: str) -> None:
        flow = Flow.objects.select_related("live_version").filter(slug=slug).first()
        if flow is None or flow.live_version is None:
            raise CommandError(f"There is no live flow {slug}.")
        proofs = acceleration.established(flow.pk, flow.live_version.definition)
        if not proofs:
            raise CommandError(f"There is no recent message of {slug} to prove it on.")
        acceleration.store(flow.live_version, proofs)


def _counts(found: Counter[str]) -> str:
    names = ("accelerated", "on_trial", "authority")
    return ", ".join(f"{found[name]} {name.replace('_', ' ')}" for name in names)
