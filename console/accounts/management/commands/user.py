"""``manage.py user NAME --roles administrator``: enters a user, or lets one in again, and prints a fresh
password."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from connectors.sdk.errors import FairleadError
from console.accounts.people import activate, enter, fresh_password
from console.accounts.roles import ROLES
from console.audit.trail import record


class Command(BaseCommand):
    help = (
        "Enters a user with the given roles, or gives an existing one these roles and a fresh password."
        " One who was deactivated is let in again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the user's name for signing in")
        parser.add_argument("--roles", required=True, help=f"comma-separated, of: {', '.join(ROLES)}")

    def handle(self, *args: object, **options: str) -> None:
        roles = [one.strip() for one in options["roles"].split(",") if one.strip()]
        password = fresh_password()
        try:
            self._let_in(options["name"], roles, password)
        except FairleadError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        self.stdout.write(password)

    @transaction.atomic
    def _let_in(self, name: str, roles: list[str], password: str) -> None:
        user = enter(name, roles=roles, password=password)
        if user.is_active:
            return
        activate(user.pk)
        record(None, "user.activate", f"user:{name}")
        self.stderr.write(f"{name} was deactivated, and is let in again.")
