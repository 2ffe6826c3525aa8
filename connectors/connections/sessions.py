"""The open sessions of one event loop, as the drain of a worker uses them.

A session is opened with its first call and renewed when the connection has changed, which is looked
up at most every two seconds. The database is read in a thread, so that other calls go on meanwhile.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import Error as DatabaseError

from connectors import registry
from connectors.connections import health, rests
from connectors.connections.contexts import context_of, stored
from connectors.connections.errors import WorkerEnds
from connectors.connections.models import Connection, Health, RestReason
from connectors.connections.pace import Pace
from connectors.connections.rests import Rest
from connectors.connections.threads import DatabaseThread
from connectors.sdk.errors import ConfigurationError, ConnectorError, FairleadError, HeldBack
from connectors.sdk.fresh import Fresh
from connectors.sdk.protocol import CallItem, CallOutcome, ConnectionContext, Connector, Session

CHECK_EVERY_S = 2.0
LONGEST_WAIT_S = 20.0
"""A call that the rate limit would hold back longer is given back, to be retried later."""
LINGER_S = 60.0
"""Calls on a replaced session may go on this long before it is closed under them."""
NOTE_AGAIN_S = 30.0
"""A health that stays is stored again now and then: another process or a test may have said otherwise."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class OpenConnection:
    """A connection and its session, for one batch of calls: the next may find it replaced."""

    connector: Connector
    context: ConnectionContext
    session: Session
    revision: datetime
    pace: Pace
    asked_until: float = 0.0
    """Until this moment of ``time.monotonic`` its target wants to be left alone, by every process."""
    noted: Health | None = None
    noted_at: float = 0.0
    under_way: int = 0
    idle: asyncio.Event = field(default_factory=asyncio.Event)


class SessionPool:
    """Opens, renews and closes sessions. One per running loop; ``close`` it before the loop ends."""

    def __init__(self) -> None:
        self._open: dict[str, OpenConnection] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._fresh = Fresh(self._look_up, CHECK_EVERY_S)
        self._retiring: set[asyncio.Task[None]] = set()
        self._database = DatabaseThread()
        self._closed = False

    async def get(self, slug: str) -> OpenConnection:
        """The open connection; raises ConnectionMissing, WorkerEnds after ``close``, or another
        FairleadError where it cannot be opened as it is configured."""
        await self._fresh.ensure()
        found = self._open.get(slug)
        if found is not None:
            return found
        async with self._opening.setdefault(slug, asyncio.Lock()):
            found = self._open.get(slug)
            if found is None:
                if self._closed:
                    raise WorkerEnds
                found = self._open[slug] = await self._opened(slug)
            return found

    async def call(self, slug: str, operation: str, items: Sequence[CallItem]) -> Sequence[CallOutcome]:
        """The operation for every item over the connection; one outcome each, in order. That the
        connection cannot be opened is an outcome, too, and so is that it may not be called now."""
        try:
            opened = await self.get(slug)
        except FairleadError as error:
            return [CallOutcome(error=_as_connector_error(error))] * len(items)
        opened.under_way += 1
        try:
            held_back = await _held_back(opened, operation, len(items))
            if held_back is not None:
                return [CallOutcome(error=held_back)] * len(items)
            outcomes = await opened.session.call(operation, items)
        finally:
            opened.under_way -= 1
            if not opened.under_way:
                opened.idle.set()
        await self._note(opened, outcomes)
        return outcomes

    async def note_rest(self, slug: str, rest: Rest | None) -> bool:
        """Stores that the connection rests, or with None that it does no more. False where the database
        is away; what this process does about it does not depend on that."""
        opened = self._open.get(slug)
        if opened is not None and rest is not None and rest.reason is RestReason.ASKED:
            opened.asked_until = max(opened.asked_until, rest.until)
        try:
            await self._database.run(lambda: rests.record(slug, rest) if rest else rests.clear(slug))
        except DatabaseError:
            return False
        return True

    async def close(self) -> None:
        """Closes every session, those that still wait for their last calls and those that are just being
        opened included."""
        self._closed = True
        for opening in list(self._opening.values()):
            async with opening:
                pass
        for task in self._retiring:
            task.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        opened, self._open = list(self._open.values()), {}
        for one in opened:
            await one.session.close()
        await self._database.close()

    async def ahead(self) -> None:
        """Looks up which connections have changed before a call has to wait for that. Never raises."""
        await self._fresh.ahead()

    async def _look_up(self) -> None:
        slugs = list(self._open)
        try:
            current = await self._database.run(lambda: rests.revisions(slugs)) if slugs else {}
        except DatabaseError:
            _log.warning("the connections cannot be read; calls go on with those that are open")
            return
        for slug in slugs:
            opened, revision = self._open.get(slug), current.get(slug)
            if opened is None:
                continue
            if revision is None or revision.changed_at != opened.revision:
                del self._open[slug]
                self._retire(opened)
            else:
                opened.asked_until = max(opened.asked_until, _moment(revision.asked_s))

    async def _opened(self, slug: str) -> OpenConnection:
        def load() -> tuple[Connection, ConnectionContext, float]:
            row = stored(slug)
            revision = rests.revisions([slug]).get(slug)
            return row, context_of(row), _moment(revision.asked_s if revision else 0.0)

        row, context, asked_until = await self._database.run(load)
        connector = registry.connector(row.connector)
        session, pace = connector.open(context), Pace(row.requests_per_minute)
        return OpenConnection(connector, context, session, row.updated_at, pace, asked_until)

    def _retire(self, opened: OpenConnection) -> None:
        async def end() -> None:
            try:
                if opened.under_way:
                    opened.idle.clear()
                    async with asyncio.timeout(LINGER_S):
                        await opened.idle.wait()
            except TimeoutError:
                _log.warning("connection %s: closed with calls under way", opened.context.slug)
            finally:
                await opened.session.close()

        task = asyncio.create_task(end())
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    async def _note(self, opened: OpenConnection, outcomes: Sequence[CallOutcome]) -> None:
        """Stores a changed health. What became of the calls must not depend on it."""
        verdict = health.judge(outcomes)
        now = time.monotonic()
        if verdict is None or (verdict[0] is opened.noted and now - opened.noted_at < NOTE_AGAIN_S):
            return
        opened.noted, opened.noted_at = verdict[0], now
        try:
            await self._database.run(lambda: health.record(opened.context.slug, *verdict))
        except DatabaseError:
            opened.noted = None


async def _held_back(opened: OpenConnection, operation: str, items: int) -> HeldBack | None:
    """Why the calls may not leave; None where they may. Waits for a moment where that is enough."""
    return _at_rest(opened) or await _in_pace(opened, operation, items) or _at_rest(opened)


def _at_rest(opened: OpenConnection) -> HeldBack | None:
    left = opened.asked_until - time.monotonic()
    return rests.held_back(opened.context.slug, left) if left > 0 else None


async def _in_pace(opened: OpenConnection, operation: str, items: int) -> HeldBack | None:
    """Waits for the rate limit; an error where that would take too long."""
    if not opened.pace.limited:
        return None
    spec = opened.connector.manifest.operation(operation)
    requests = 1 if spec is not None and spec.max_batch > 1 else items
    taken, wait = opened.pace.reserve(requests, LONGEST_WAIT_S)
    if not taken:
        return HeldBack(
            f"The connection {opened.context.slug} has reached its requests per minute.", retry_after=wait
        )
    if wait:
        await asyncio.sleep(wait)
    return None


def _moment(seconds: float) -> float:
    """``seconds`` from now as a moment of ``time.monotonic``; 0 where there are none."""
    return time.monotonic() + seconds if seconds else 0.0


def _as_connector_error(error: FairleadError) -> ConnectorError:
    return error if isinstance(error, ConnectorError) else ConfigurationError(error.message, hint=error.hint)
