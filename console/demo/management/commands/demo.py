"""``manage.py demo``: users, systems, connection, flows and the portal's secret; safe to repeat."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from connectors.sdk.errors import FairleadError
from console.audit.restored import is_restored
from console.demo import loading, people, portal, systems

RIGHTS_CHANGED = frozenset({"not_found", "forbidden", "conflict"})
"""What the demonstration's people meet once an administrator has taken rights from them."""


class Command(BaseCommand):
    help = "Loads the demonstration; what is there already stays as people made it."

    def handle(self, *args: object, **options: object) -> None:
        if is_restored():
            self.stdout.write("Left as it was restored: no demonstration is loaded over it.")
            return
        state = Path(os.environ.get("FAIRLEAD_STATE_DIR") or ".fairlead")
        try:
            users = people.load(people.passwords(state))
        except FileNotFoundError:
            raise CommandError(f"There is no {state / 'credentials.json'}; start with ./run.") from None
        missing = sorted({"admin", "analyst"} - users.keys())
        if missing:
            raise CommandError(f"credentials.json names no {' and no '.join(missing)}.")
        try:
            systems.load(users["admin"], state)
            slugs = loading.load(users["analyst"])
            portal.load(users["analyst"], state)
        except FairleadError as error:
            if error.code in RIGHTS_CHANGED:
                self.stdout.write(f"The demonstration stays as its people made it. {_in_full(error)}")
                return
            raise CommandError(_in_full(error)) from error
        self.stdout.write(f"The demonstration is loaded: {', '.join(slugs)}.")


def _in_full(error: FairleadError) -> str:
    """The error with every problem it lists."""
    problems = getattr(error, "problems", ())
    lines = [str(one.get("message", one)) if isinstance(one, dict) else str(one) for one in problems]
    return "\n  ".join([f"{error.message} {error.hint}".strip(), *lines])
