"""``manage.py release``: lets go on what a restore holds."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from connectors.sdk.errors import FairleadError
from console.accounts.acting import administrator
from console.accounts.models import User
from console.audit.trail import record
from flows.facade import holding


class Command(BaseCommand):
    help = "Lists the executions that a restore holds, and lets those of a flow, single ones, or all go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("flow", nargs="?", help="the flow whose executions go on")
        parser.add_argument("--all", action="store_true", help="those of every flow")
        parser.add_argument("--execution", type=UUID, action="append", help="only this one; may be repeated")
        parser.add_argument("--as", dest="user", help="the user in whose name; default: an administrator")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            actor = administrator(options["user"])
            if options["flow"] or options["all"] or options["execution"]:
                self._release(actor, options)
            else:
                self._list(actor)
        except FairleadError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error

    def _release(self, actor: User, options: dict[str, Any]) -> None:
        with transaction.atomic():
            count = holding.release(actor, options["flow"], options["execution"])
            name = f"flow:{options['flow']}" if options["flow"] else "installation:history"
            record(actor, "execution.release", name, {"count": count})
        self.stdout.write(f"{count} executions go on.")

    def _list(self, actor: User) -> None:
        for one in holding.held(actor):
            self.stdout.write(f"{one.flow}: {one.held} held, {one.had_called} of them had made a call")
