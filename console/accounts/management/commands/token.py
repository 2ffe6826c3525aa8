"""``manage.py token USER``: prints a fresh API token, and nothing else, on standard output."""

from argparse import ArgumentParser
from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from connectors.sdk.errors import FairleadError
from console.accounts import tokens
from console.accounts.models import User
from console.audit.trail import record


class Command(BaseCommand):
    help = "Makes an API token for a user and prints it; it cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the user's name, for example client")
        parser.add_argument("--scopes", help="comma-separated; default: those that the user's roles can use")
        parser.add_argument("--days", type=int, default=tokens.DEFAULT_DAYS, help="how long it lives")
        parser.add_argument("--name", default="command line", help="what it is for")

    def handle(self, *args: object, **options: str | int | None) -> None:
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            names = ", ".join(User.objects.filter(is_active=True).values_list("username", flat=True)[:20])
            raise CommandError(
                f"There is no active user {options['user']!r}. Users are: {names or 'none yet'}."
            )
        try:
            with transaction.atomic():
                scopes = _scopes(options["scopes"], user)
                token, text = tokens.create(user, str(options["name"]), scopes, int(options["days"] or 0))
                detail = {"user": user.username, "scopes": token.scopes}
                record(None, "token.create", f"token:{token.prefix}", detail)
        except FairleadError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        self.stdout.write(text)


def _scopes(given: str | int | None, user: User) -> Sequence[str]:
    """Those asked for, else those of the user's roles."""
    if given is None:
        return tokens.scopes_of(user)
    return [one.strip() for one in str(given).split(",") if one.strip()]
