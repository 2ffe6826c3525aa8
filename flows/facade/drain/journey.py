"""Calls that leave together: intents committed, records locked, outcomes brought back."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg

from connectors.connections.sessions import OpenConnection
from connectors.sdk.errors import AmbiguousError
from connectors.sdk.protocol import CallItem, CallOutcome
from flows.facade import boundaries
from flows.facade.drain.errors import CallCancelled
from flows.facade.drain.jobs import Job, Owned
from flows.facade.drain.tools import Tools
from flows.facade.drain.waiting import Batch, Pending

log = logging.getLogger("fairlead.drain")

LOCK_PAUSE_S = 0.05
LOCK_MARGIN_S = 30.0


@dataclass(frozen=True, slots=True)
class Journey:
    """``returned`` is told the outcomes of each batch, ``freed`` the calls that stay behind because
    another worker is changing their record."""

    slug: str
    opened: OpenConnection
    tools: Tools
    returned: Callable[[Batch, Sequence[CallOutcome]], None]
    freed: Callable[[list[Pending]], None]

    async def leave(self, wave: Sequence[Batch]) -> None:
        """Commits the intents of all in one job, then lets each batch go by itself."""
        going = [await self._locked(batch) for batch in wave]
        everyone = [one for calls in going for one in calls]
        owned = await self.tools.writer.write(intents_of(everyone)) if everyone else {}
        boundaries.passed(boundaries.INTENT_COMMITTED)
        if len(wave) == 1:
            await self._call(wave[0], going[0], owned)
            return
        for batch, calls in zip(wave, going, strict=True):
            self.tools.spawn(self._call(batch, calls, owned))

    async def _locked(self, batch: Batch) -> list[Pending]:
        """The calls whose records no other worker is changing; the others come again."""
        if not batch.records:
            return batch.calls
        seconds = self.opened.context.timeout_s + LOCK_MARGIN_S
        try:
            held = await self.tools.locks.take(self.slug, batch.records, seconds)
        except psycopg.Error as error:
            log.warning("No record can be locked now, trying again: %s", error)
            held = set()
        left = [one for one in batch.calls if one.record and one.record not in held]
        if left:
            batch.calls[:] = [one for one in batch.calls if not one.record or one.record in held]
            self.freed(left)
            asyncio.get_running_loop().call_later(LOCK_PAUSE_S, self.tools.submit, self.slug, left)
        return batch.calls

    async def _call(self, batch: Batch, calls: Sequence[Pending], owned: Owned) -> None:
        going = [one for one in calls if owned.get(one.active.claimed.id) is False]
        outcomes: Sequence[CallOutcome] = ()
        try:
            outcomes = await self._outcomes(batch.spec.name, going) if going else ()
            boundaries.passed(boundaries.REPLIED)
        finally:
            self.returned(batch, outcomes)
            if batch.records:
                self.tools.spawn(self.tools.locks.give(self.slug, batch.records))
        if len(going) < len(calls):
            self._stayed(calls, owned)
        self.tools.resolved(list(zip(going, outcomes, strict=True)))

    def _stayed(self, calls: Sequence[Pending], owned: Owned) -> None:
        """Calls whose executions another worker has taken over, or somebody has cancelled."""
        self.tools.lost([one.active for one in calls if one.active.claimed.id not in owned])
        cancelled = CallOutcome(error=CallCancelled("The execution was cancelled before the call left."))
        stopped = [one for one in calls if owned.get(one.active.claimed.id)]
        self.tools.cancelled([(one, cancelled) for one in stopped])

    async def _outcomes(self, operation: str, going: Sequence[Pending]) -> Sequence[CallOutcome]:
        """A session never raises for an item; what it raises all the same is a lost answer."""
        for one in going:
            one.active.away += 1
        try:
            return await self._answers(operation, going)
        finally:
            for one in going:
                one.active.away -= 1

    async def _answers(self, operation: str, going: Sequence[Pending]) -> Sequence[CallOutcome]:
        items = [CallItem(one.call.key, one.call.arguments, one.call.retried) for one in going]
        try:
            outcomes = await self.tools.sessions.call(self.slug, operation, items)
        except Exception as error:
            log.exception("The session of %s failed in %s", self.slug, operation)
            lost = AmbiguousError(f"The connector failed in the middle of a call ({type(error).__name__}).")
            return [CallOutcome(error=lost)] * len(items)
        if len(outcomes) != len(items):
            lost = AmbiguousError("The connector gave another number of outcomes than it was given calls.")
            return [CallOutcome(error=lost)] * len(items)
        return outcomes


def intents_of(pendings: Sequence[Pending]) -> Job:
    """One intent for each execution, with the records of all its calls that leave now."""
    calls: dict[int, list[Pending]] = {}
    for one in pendings:
        calls.setdefault(id(one.active), []).append(one)
    groups = list(calls.values())
    return Job(
        rows=[(group[0].active.claimed.flow_id, group[0].active.claimed.id) for group in groups],
        intents=[group[0].active.intent([one.call.ref for one in group]) for group in groups],
    )
