"""One batch from its checkpoint to its end: read, map, send, keep the books, a few chunks at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from connectors.connections.sessions import SessionPool
from connectors.sdk.errors import AmbiguousError, ConnectorError, FairleadError, PermanentError
from connectors.sdk.types import JSON
from flows.engine.batches import BatchJob, FileSource, ListSource, TooManyFailed
from flows.engine.keys import call_key
from flows.engine.records import BatchCall
from flows.engine.steps.batch.mill import Milled, mill
from flows.engine.steps.batch.positions import Portion, position_of
from flows.facade.batch.ahead import ahead
from flows.facade.batch.books import Figures, settlement
from flows.facade.batch.files import FileReader
from flows.facade.batch.sending import Delivery, Load, Sender
from flows.facade.batch.sources import ListReader, PagesReader, Reader, SelectionReader
from flows.facade.batch.turns import short_turns
from flows.store.batches import Books, Cancelled, ChunkRow, Lost
from flows.store.pool import Connections


@dataclass(frozen=True, slots=True)
class Order:
    """A batch of a claimed execution."""

    execution_id: UUID
    flow_id: int
    epoch: int
    call: BatchCall


@dataclass(frozen=True, slots=True)
class Host:
    """What a worker lends to its batches. ``changed`` tells the live pages; ``closing`` says that the
    worker ends soon; ``processes`` share each connection's bound."""

    sessions: SessionPool
    connections: Connections
    changed: Callable[[int, UUID], None]
    closing: Callable[[], bool]
    processes: int


class Stopped(Exception):
    """The worker ends; the batch rests at its checkpoint."""


async def run(order: Order, host: Host) -> JSON:
    """The summary.

    Raises:
        ConnectorError: why the batch did not come to a good end.
        Stopped, Lost, Cancelled: it ends here for another reason.
    """
    thread = ThreadPoolExecutor(1, "fairlead-batch")
    try:
        with short_turns():
            return await _Batch(order, host, thread).run()
    finally:
        thread.shutdown(wait=False, cancel_futures=True)


@dataclass(slots=True)
class _Chunk:
    """A chunk on its way. ``row`` stands where it was begun before."""

    number: int
    key: str
    milled: Milled
    done: int
    row: ChunkRow | None = None

    @property
    def settled(self) -> frozenset[int]:
        return frozenset(self.row.settled) if self.row else frozenset()


class _Batch:
    def __init__(self, order: Order, host: Host, thread: ThreadPoolExecutor) -> None:
        self._order = order
        self._host = host
        self._thread = thread
        self._job: BatchJob = order.call.job
        self._step = order.call.ref.step
        self._books = Books(host.connections, order.execution_id, order.epoch, self._step)
        retry, target = order.call.retry, self._job.target
        self._sender = Sender(host.sessions, target, retry, host.closing, self._beside)
        self._writing = asyncio.Lock()
        self._under_way: set[asyncio.Task[None]] = set()
        self._halt: ConnectorError | None = None
        self._fault: BaseException | None = None

    async def run(self) -> JSON:
        try:
            return await self._run()
        except ConnectorError:
            raise
        except FairleadError as error:
            raise PermanentError(error.message, hint=error.hint, where=error.where) from error
        finally:
            for task in self._under_way:
                task.cancel()

    async def _run(self) -> JSON:
        self._reader = await self._reader_of()
        await self._reader.open()
        opened = await self._books.open(self._reader.kind, self._reader.size)
        self._figures, self._round = Figures(opened), opened.round
        try:
            await self._sender.open(self._host.processes)
            await self._carry()
        except (FairleadError, Stopped, Cancelled) as reason:
            await self._all_back()
            if isinstance(self._fault, Lost):
                raise self._fault from reason
            state = "stopped" if isinstance(reason, TooManyFailed) else "resting"
            await self._books.close(state, self._figures.busy_ms)
            raise
        return await self._end()

    async def _carry(self) -> None:
        """Sends every chunk that is left; raises what holds the batch up."""
        async for chunk in ahead(self._chunks()):
            await self._place()
            begins, ends = chunk.milled.portion.start.to_json(), chunk.milled.portion.end.to_json()
            await self._books.intend(chunk.number, len(chunk.milled.portion.values), chunk.key, begins, ends)
            task = asyncio.create_task(self._send(chunk))
            self._under_way.add(task)
            task.add_done_callback(self._back)
        await self._all_back()
        self._check()

    async def _chunks(self) -> AsyncIterator[_Chunk]:
        """Those that were left behind, then the rest of the source."""
        for row in await self._books.unfinished():
            if row.status == "doubtful" and row.round == self._round:
                continue
            await self._reader.start(position_of(row.begins))
            portion = await self._reader.take(row.count)
            if portion is not None:
                yield await self._milled(row.number, row.key, portion, row)
        number, ends = await self._books.last()
        await self._reader.start(position_of(ends))
        while (portion := await self._reader.take(self._job.chunk)) is not None:
            number += 1
            key = call_key(str(self._order.execution_id), self._step, number)
            yield await self._milled(number, key, portion, None)

    async def _milled(self, number: int, key: str, portion: Portion, row: ChunkRow | None) -> _Chunk:
        milled = await self._beside(mill, self._job, portion)
        return _Chunk(number, key, milled, self._reader.measure(portion), row)

    async def _send(self, chunk: _Chunk) -> None:
        milled, row, settled = chunk.milled, chunk.row, chunk.settled
        going = [
            (record, place)
            for record, place in zip(milled.records, milled.places, strict=True)
            if place not in settled
        ]
        load = Load(
            records=[record for record, _ in going],
            places=[place for _, place in going],
            key=chunk.key,
            retried=row is not None,
            lost=row is not None and row.status == "sent",
            whole=not settled,
        )
        await self._settle(chunk, await self._sender.send(load))

    async def _settle(self, chunk: _Chunk, delivery: Delivery) -> None:
        figures, row = self._figures, chunk.row
        was_doubtful = row is not None and row.status == "doubtful"
        doubted = chunk.row.count - len(chunk.settled) if was_doubtful and chunk.row else 0
        found = settlement(
            chunk.number,
            chunk.milled,
            delivery,
            chunk.settled,
            doubted=doubted,
            done=0 if was_doubtful else chunk.done,
        )
        async with self._writing:
            if found.status != "held" and not was_doubtful:
                figures.quality.add(chunk.milled.quality)
            for one in delivery.refused:
                figures.quality.blame(one.code, one.message)
            quality = figures.quality.to_json()
            cancelled = await self._books.settle(replace(found, quality=quality, busy_ms=figures.busy_ms))
            figures.add(found)
        self._host.changed(self._order.flow_id, self._order.execution_id)
        self._halt = self._halt or delivery.halt
        if cancelled:
            raise Cancelled

    async def _place(self) -> None:
        """Waits until another chunk may be under way."""
        while len(self._under_way) >= min(self._job.in_flight, self._sender.at_once):
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        self._check()
        if self._host.closing():
            raise Stopped

    async def _all_back(self) -> None:
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _check(self) -> None:
        """Raises what the chunks that came back brought with them."""
        if self._fault is not None:
            raise self._fault
        if self._halt is not None:
            raise self._halt
        if self._figures.exceed_on_the_way(self._job.tolerance):
            raise self._too_many()

    async def _end(self) -> JSON:
        figures = self._figures
        summary = figures.summary()
        if figures.exceed(self._job.tolerance):
            await self._books.close("stopped", figures.busy_ms)
            raise self._too_many()
        await self._books.close("completed", figures.busy_ms)
        if figures.indeterminate:
            raise AmbiguousError(
                f"Of {figures.indeterminate:,} records nobody knows whether the target took them.",
                hint="Look at the target, then say whether they were applied or are to be sent again.",
            )
        return summary

    def _too_many(self) -> TooManyFailed:
        figures = self._figures
        return TooManyFailed(
            f"{figures.left_failed:,} of {figures.records:,} records failed, more than the step tolerates.",
            hint="Look at the failed records, mend the cause and redrive them; then redrive the execution, "
            "for which those no longer count.",
        )

    def _back(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._fault = self._fault or task.exception()

    async def _beside(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    async def _reader_of(self) -> Reader:
        selection = await self._books.selection()
        if selection is not None:
            return SelectionReader(self._books, *selection)
        source = self._job.source
        if isinstance(source, ListSource):
            return ListReader(source)
        if isinstance(source, FileSource):
            return FileReader(source, self._host.connections, self._order.flow_id, self._beside)
        return PagesReader(source, self._host.sessions, self._order.call.key, self._beside)
