"""How tests over committed data are cleared up after."""

from typing import Any

from django.core.management.commands import flush

from tests.database import baseline


class Command(flush.Command):
    """In place of Django's, which empties each table there is and then does again, for every test, what
    follows a migration."""

    def handle(self, **_options: Any) -> None:
        baseline.restore()
