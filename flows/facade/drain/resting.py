"""Tells the other worker processes, and people, that a connection rests."""

from collections.abc import Callable, Coroutine
from typing import Any

from connectors.connections.rests import Rest
from connectors.connections.sessions import SessionPool

LONGER_S = 1.0
"""Of hundreds of calls under way each may be asked to wait a little longer than the last: so much is
worth a write."""


class RestNotice:
    """What is stored of the rest of one connection. Nobody waits for the writing."""

    def __init__(
        self, slug: str, sessions: SessionPool, spawn: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        self._slug = slug
        self._sessions = sessions
        self._spawn = spawn
        self._stored: Rest | None = None

    def knows(self, rest: Rest | None) -> None:
        """This rest was read from the database."""
        self._stored = rest

    def tell(self, rest: Rest | None) -> None:
        """How the connection rests now; None: it does not."""
        if _differs(rest, self._stored):
            before, self._stored = self._stored, rest
            self._spawn(self._store(rest, before))

    async def _store(self, rest: Rest | None, before: Rest | None) -> None:
        if not await self._sessions.note_rest(self._slug, rest) and self._stored is rest:
            self._stored = before  # told again with the next outcome


def _differs(rest: Rest | None, stored: Rest | None) -> bool:
    if rest is None or stored is None:
        return rest is not stored
    return rest.reason is not stored.reason or rest.until >= stored.until + LONGER_S
