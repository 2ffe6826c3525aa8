"""Who sent a request, by bearer token, and what they may do: looked up at most once a second each."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import psycopg

from connectors.sdk.fresh import Shared
from console.accounts.tokens import digest
from flows.facade.intake import IntakeUnavailable
from flows.store.pool import Connections

K = TypeVar("K")
V = TypeVar("V")

FRESH_S = 1.0
MOST_ENTRIES = 10_000

_HOLDER = """
WITH found AS (
    SELECT t.id, t.user_id, t.scopes, t.last_used_at FROM accounts_apitoken t
    JOIN accounts_user u ON u.id = t.user_id AND u.is_active
    WHERE t.hash = %s AND t.revoked_at IS NULL AND t.expires_at > now()
), used AS (
    UPDATE accounts_apitoken t SET last_used_at = now() FROM found
    WHERE t.id = found.id AND (found.last_used_at IS NULL OR found.last_used_at < now() - interval '1 minute')
)
SELECT user_id, scopes FROM found"""
_GRANTS = """
SELECT p.codename FROM auth_permission p
JOIN django_content_type c ON c.id = p.content_type_id AND c.app_label = 'store' AND c.model = 'flow'
WHERE p.id IN (
    SELECT permission_id FROM guardian_userobjectpermission
    WHERE user_id = %(user)s AND object_pk = %(flow)s AND content_type_id = c.id
    UNION ALL
    SELECT g.permission_id FROM guardian_groupobjectpermission g
    JOIN accounts_user_groups m ON m.group_id = g.group_id AND m.user_id = %(user)s
    WHERE g.object_pk = %(flow)s AND g.content_type_id = c.id
)"""


@dataclass(frozen=True, slots=True)
class Holder:
    """The user behind a token, and the token's scopes."""

    user_id: int
    scopes: frozenset[str]


class Remembered(Generic[K, V]):
    """Answers from memory what it looked up a moment ago. All who ask in the meantime share the answer."""

    def __init__(self, look_up: Callable[[K], Awaitable[V]]) -> None:
        self._look_up = look_up
        self._known: dict[K, tuple[float, V]] = {}
        self._shared = Shared(self._ask)

    async def get(self, key: K) -> V:
        """At most ``FRESH_S`` old; raises what the look-up raises."""
        known = self._known.get(key)
        if known is not None and time.monotonic() - known[0] < FRESH_S:
            return known[1]
        return await self._shared.get(key)

    async def _ask(self, key: K) -> V:
        now = time.monotonic()
        found = await self._look_up(key)
        if len(self._known) >= MOST_ENTRIES:  # guessed tokens must not fill the memory
            self._known.clear()
        self._known[key] = (now, found)
        return found


class Tokens:
    """What the database says of tokens and permissions."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._holders = Remembered(self._holder)
        self._grants = Remembered(self._granted)

    async def holder(self, token: str) -> Holder | None:
        """The holder of a valid token; None for anything else."""
        if not token.startswith("flt_") or len(token) > 100 or not token.isascii():
            return None
        return await self._holders.get(digest(token))

    async def grants(self, user_id: int, flow_id: int) -> frozenset[str]:
        """Codenames of the permissions that the user holds on the flow."""
        return await self._grants.get((user_id, flow_id))

    async def _holder(self, hashed: str) -> Holder | None:
        row = await self._ask(_HOLDER, (hashed,))
        return Holder(row[0][0], frozenset(row[0][1])) if row else None

    async def _granted(self, user_and_flow: tuple[int, int]) -> frozenset[str]:
        user_id, flow_id = user_and_flow
        rows = await self._ask(_GRANTS, {"user": user_id, "flow": str(flow_id)})
        return frozenset(name for (name,) in rows)

    async def _ask(self, statement: str, parameters: Any) -> list[Any]:
        try:
            return await self._connections.all(statement, parameters)
        except psycopg.Error as error:
            raise IntakeUnavailable(
                "The database cannot be reached; nothing was accepted.",
                hint="Send the same request again after the time in Retry-After.",
                retry_after=2.0,
            ) from error
