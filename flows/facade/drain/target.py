"""One connection as a worker calls it: at most so many calls at once, in batches where the operation
allows it, and left alone while it fails. Nothing here ever waits on behalf of another connection."""

import asyncio
import logging
from collections.abc import Sequence

from django.db import Error as DatabaseError

from connectors.connections.sessions import OpenConnection
from connectors.sdk.errors import ConnectorError, FairleadError, PermanentError
from connectors.sdk.protocol import CallOutcome, OperationSpec
from flows.facade.drain.breaker import Breaker
from flows.facade.drain.journey import Journey
from flows.facade.drain.resting import RestNotice
from flows.facade.drain.tools import Tools
from flows.facade.drain.waiting import Batch, Pending, Waiting

log = logging.getLogger("fairlead.drain")

PAUSE_S = 0.5
GATHER_S = 0.002
"""Calls that could travel in company wait so long for it."""


class Target:
    """Calls of one connection. Outcomes are handed to ``tools.resolved``."""

    def __init__(self, slug: str, tools: Tools) -> None:
        self.slug = slug
        self._tools = tools
        self._inbox: list[Pending] = []
        self._waiting = Waiting()
        self._breaker = Breaker()
        self._notice = RestNotice(slug, tools.sessions, tools.spawn)
        self._under_way = 0
        self._pumping = False
        self._again = False
        self._full = False

    def submit(self, pendings: Sequence[Pending]) -> None:
        """Queues calls; returns at once."""
        self._inbox.extend(pendings)
        self.pump()

    @property
    def held(self) -> int:
        """Calls that wait or are under way."""
        return self._waiting.size + len(self._inbox) + self._under_way

    @property
    def congested(self) -> bool:
        """Whether more calls wait here than should be claimed for it; so until half of them left, for
        claims are cheaper in large portions."""
        waiting, most = self._waiting.size + len(self._inbox), self._tools.options.waiting
        self._full = waiting >= most if not self._full else waiting > most // 2
        return self._full

    @property
    def flows(self) -> Sequence[int]:
        """Flows that have calls waiting here."""
        return list(self._waiting.flows)

    def take_back(self) -> list[Pending]:
        """Every call that did not leave."""
        taken = [*self._inbox, *self._waiting.take_all()]
        self._inbox = []
        return taken

    def pump(self) -> None:
        """Lets as many calls go as may."""
        self._again = True
        if not self._pumping:
            self._pumping = True
            self._tools.spawn(self._pump())

    async def _pump(self) -> None:
        try:
            while self._again:
                self._again = False
                await self._try()
        finally:
            self._pumping = False

    async def _try(self) -> None:
        """Whatever fails here, no call may be left behind: its lease would be kept for ever."""
        try:
            await self._let_go()
        except DatabaseError as error:
            log.warning("The connection %s cannot be read, trying again: %s", self.slug, error)
            await asyncio.sleep(PAUSE_S)
            self._again = self.held > self._under_way
        except Exception as error:
            log.exception("The calls of %s cannot leave", self.slug)
            reason = PermanentError(f"The connection {self.slug} cannot be used ({type(error).__name__}).")
            self._refuse(self.take_back(), reason)

    async def _let_go(self) -> None:
        try:
            opened = await self._tools.sessions.get(self.slug)
        except FairleadError as error:
            self._refuse(self.take_back(), _as_connector_error(error))
            return
        if self._breaker.adopt(opened.asked_until):
            self._notice.knows(self._breaker.rest)
        self._sort(opened)
        if self._waiting.gathers:
            await asyncio.sleep(GATHER_S)
            self._sort(opened)
        wave = self._wave(max(1, opened.context.max_concurrency // self._tools.options.processes))
        if wave:
            journey = Journey(self.slug, opened, self._tools, self._returned, self._waiting.free)
            self._tools.spawn(journey.leave(wave))

    def _wave(self, slots: int) -> list[Batch]:
        """The batches that go now: as many as there are free places, one only as a probe."""
        wave: list[Batch] = []
        while self._under_way < slots and not self._closed_off():
            batch = self._waiting.take()
            if batch is None:
                break
            self._under_way += 1
            self._breaker.leaves()
            wave.append(batch)
        return wave

    def _sort(self, opened: OpenConnection) -> None:
        inbox, self._inbox = self._inbox, []
        for one in inbox:
            try:
                spec = _operation(opened, one.call.operation)
                arguments = one.call.arguments
                key = opened.connector.batch_key(spec.name, arguments) if spec.max_batch > 1 else ""
                if spec.exclusive:
                    one.record = opened.connector.record_key(spec.name, arguments) or ""
            except ConnectorError as error:
                self._refuse([one], error)
                continue
            self._waiting.add((spec.name, key), spec, one)

    def _closed_off(self) -> bool:
        """Whether the breaker lets nothing through now. Calls are told to come again after its
        pause; while a probe is under way they wait for what it finds."""
        pause = self._breaker.pause()
        if pause:
            self._refuse(self._waiting.take_all(), self._breaker.refusal(self.slug, pause))
        return pause is not None

    def _refuse(self, pendings: Sequence[Pending], error: ConnectorError) -> None:
        """Answers calls that do not leave; their intents are not written."""
        for one in pendings:
            one.active.forget(one.call.ref)
        self._tools.resolved([(one, CallOutcome(error=error)) for one in pendings])

    def _returned(self, batch: Batch, outcomes: Sequence[CallOutcome]) -> None:
        self._under_way -= 1
        self._waiting.back(batch)
        self._breaker.note_all(outcome.error for outcome in outcomes)
        self._notice.tell(self._breaker.rest)
        if self.held > self._under_way:
            self.pump()


def _operation(opened: OpenConnection, name: str) -> OperationSpec:
    manifest = opened.connector.manifest
    found = manifest.operation(name)
    if found is None:
        raise PermanentError(
            f"The connector {manifest.name} has no operation {name!r}.",
            hint="Choose one of its operations in the step.",
        )
    return found


def _as_connector_error(error: FairleadError) -> ConnectorError:
    return error if isinstance(error, ConnectorError) else PermanentError(error.message, hint=error.hint)
