"""``manage.py user NAME --roles administrator``: enters a user and prints a fresh password."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from connectors.sdk.errors import FairleadError
from console.accounts.people import enter, fresh_password
from console.accounts.roles import ROLES


class Command(BaseCommand):
    help = "Enters a user with the given roles, or gives an existing one these roles and a fresh password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the user's name for signing in")
        parser.add_argument("--roles", required=True, help=f"comma-separated, of: {', '.join(ROLES)}")

    def handle(self, *args: object, **options: str) -> None:
        roles = [one.strip() for one in options["roles"].split(",") if one.strip()]
        password = fresh_password()
        try:
            enter(options["name"], roles=roles, password=password)
        except FairleadError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        self.stdout.write(password)
