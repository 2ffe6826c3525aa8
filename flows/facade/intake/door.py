"""The door: from an authenticated request to a committed execution."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

import psycopg

from flows.facade.intake.admission import Admission, Limits
from flows.facade.intake.arrivals import Accepted, Arrival, Told
from flows.facade.intake.committer import Committer
from flows.facade.intake.errors import IntakeUnavailable, KeyReused
from flows.facade.intake.live import LiveFlow, LiveFlows
from flows.facade.intake.rows import row_of
from flows.facade.intake.writers import STORED, Answer, Taken
from flows.store.accepting import NewExecution
from flows.store.database import ConnectOptions
from flows.store.pool import Connections

LARGE_BODY = 64 * 1024
ROUNDS = 3
"""How often an event is looked at anew when the flow is published in the same moment."""


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """``committed`` is told of every batch after its commit: to wake a worker and the live pages."""

    committed: Callable[[Sequence[NewExecution]], None]
    limits: Limits = field(default_factory=Limits)


class Intake:
    """Everything one process needs to accept events; belongs to one event loop."""

    def __init__(self, options: IntakeOptions) -> None:
        self.connections = Connections(ConnectOptions("fairlead intake lookups", statement_s=5))
        self._flows = LiveFlows(self.connections)
        self._admission = Admission(self.connections, options.limits)
        self._committer = Committer(options.committed)

    async def flow(self, slug: str) -> LiveFlow:
        """The flow as it stood at most a second ago; raises NotFound and IntakeUnavailable."""
        try:
            return await self._flows.get(slug)
        except psycopg.Error as error:
            raise unavailable() from error

    def is_present(self, flow: LiveFlow) -> bool:
        """Whether ``flow`` would give the same again, without waiting."""
        return self._flows.is_present(flow)

    async def accept(self, flow: LiveFlow, arrival: Arrival) -> Accepted:
        """Stores the event and returns once it is committed.

        Raises:
            FairleadError: why it was not accepted; nothing of it is stored then.
        """
        if self._admission.is_due():
            await self._recount()
        self._admission.check(flow.id, flow.slug, len(arrival.body))
        for _ in range(ROUNDS):
            row = await self._row(flow, arrival)
            answer = await self._committer.store(row)
            if answer is STORED:
                return Accepted(row.id, flow.slug, flow.running().version)
            if isinstance(answer, Taken):
                return _duplicate(flow, arrival, answer)
            flow = await self._flows.refresh(flow.slug)
        raise unavailable()

    def accept_at_once(self, flow: LiveFlow, arrival: Arrival, tell: Callable[[Told], None]) -> bool:
        """Stores the event as ``accept`` does, if nothing but the commit has to be waited for, after which
        ``tell`` is called. False where that is not so, and nothing was done.

        Raises:
            FairleadError: why it was not accepted; ``tell`` is not called then.
        """
        if self._admission.is_due() or _is_long(flow, arrival):
            return False
        row = row_of(flow, arrival)
        self._admission.check(flow.id, flow.slug, len(arrival.body))
        accepted = Accepted(row.id, flow.slug, flow.running().version)
        self._committer.put(row, partial(_tell, tell, accepted))
        return True

    async def close(self) -> None:
        """Waits for commits under way and closes the connections."""
        await self._committer.close()
        self._flows.close()
        await self.connections.close()

    @staticmethod
    async def _row(flow: LiveFlow, arrival: Arrival) -> NewExecution:
        """What takes long is read beside the loop, so that it holds up nobody else."""
        if _is_long(flow, arrival):
            return await asyncio.to_thread(row_of, flow, arrival)
        return row_of(flow, arrival)

    async def _recount(self) -> None:
        try:
            await self._admission.recount()
        except psycopg.Error as error:
            raise unavailable() from error


def _is_long(flow: LiveFlow, arrival: Arrival) -> bool:
    """Whether the body is large, or its contract has no quick answer."""
    contract = flow.running().contract
    return len(arrival.body) > LARGE_BODY or (contract is not None and not contract.schema.is_quick)


def _tell(tell: Callable[[Told], None], accepted: Accepted, answer: Answer | IntakeUnavailable) -> None:
    if answer is STORED:
        tell(accepted)
    else:
        tell(answer if isinstance(answer, IntakeUnavailable) else None)


def _duplicate(flow: LiveFlow, arrival: Arrival, taken: Taken) -> Accepted:
    if taken.body_sha256 != sha256(arrival.body).digest():
        raise KeyReused(
            "This idempotency key was used for another body.",
            hint="Use a new key for a new event; send the same body to ask for the same event again.",
        )
    return Accepted(taken.id, flow.slug, taken.version or flow.running().version, duplicate=True)


def unavailable() -> IntakeUnavailable:
    """The database cannot be reached."""
    return IntakeUnavailable(
        "The database cannot be reached; nothing was accepted.",
        hint="Send the same request again after the time in Retry-After.",
        retry_after=2.0,
    )
