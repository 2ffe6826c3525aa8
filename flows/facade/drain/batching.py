"""The batches of a worker: few at a time, each beside the calls of the other executions."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from connectors.sdk.errors import ConnectorError, PermanentError
from connectors.sdk.protocol import CallOutcome
from connectors.sdk.types import JSON
from flows.engine.records import BatchCall
from flows.facade.batch.running import Host, Order, Stopped, run
from flows.facade.drain.errors import CallCancelled
from flows.facade.drain.journey import intents_of
from flows.facade.drain.tools import Tools
from flows.facade.drain.waiting import Pending
from flows.store.batches import Cancelled, Lost
from flows.store.pool import Connections

log = logging.getLogger("fairlead.drain")

AT_ONCE = 2
"""A batch takes the time of a processor; more of them only wait for one another."""


class Batches:
    """``changed`` is told after each chunk."""

    def __init__(
        self, tools: Tools, connections: Connections, changed: Callable[[Sequence[tuple[int, UUID]]], None]
    ) -> None:
        self._tools = tools
        self._places = asyncio.Semaphore(AT_ONCE)
        self._closing = False
        self._host = Host(
            sessions=tools.sessions,
            connections=connections,
            changed=lambda flow_id, execution_id: changed([(flow_id, execution_id)]),
            closing=lambda: self._closing,
            processes=tools.options.processes,
        )

    def submit(self, pendings: Sequence[Pending]) -> None:
        """Begins batches, or lets them wait for a place."""
        for one in pendings:
            self._tools.spawn(self._carry(one))

    def close(self) -> None:
        """Lets every batch come to rest at its next checkpoint."""
        self._closing = True

    async def _carry(self, pending: Pending) -> None:
        async with self._places:
            if self._closing:
                return  # it stays with its execution, which is given back
            active = pending.active
            owned = await self._tools.writer.write(intents_of([pending]))
            wanted = owned.get(active.claimed.id)
            if wanted is None:
                self._tools.lost([active])
                return
            if wanted:
                self._cancelled(pending)
                return
            active.away += 1
            try:
                await self._run(pending)
            finally:
                active.away -= 1

    async def _run(self, pending: Pending) -> None:
        claimed, call = pending.active.claimed, pending.call
        assert isinstance(call, BatchCall)
        try:
            summary = await run(Order(claimed.id, claimed.flow_id, claimed.epoch, call), self._host)
        except Stopped:
            return
        except Lost:
            self._tools.lost([pending.active])
        except Cancelled:
            self._cancelled(pending)
        except ConnectorError as error:
            self._tools.resolved([(pending, CallOutcome(error=error))])
        except Exception as error:
            log.exception("A batch of execution %s failed.", claimed.id)
            fault = PermanentError(f"The batch ended with an internal fault ({type(error).__name__}).")
            self._tools.resolved([(pending, CallOutcome(error=fault))])
        else:
            self._tools.resolved([(pending, _outcome(summary))])

    def _cancelled(self, pending: Pending) -> None:
        error = CallCancelled("The execution was cancelled while its batch was under way.")
        self._tools.cancelled([(pending, CallOutcome(error=error))])


def _outcome(summary: JSON) -> CallOutcome:
    return CallOutcome(output=summary)
