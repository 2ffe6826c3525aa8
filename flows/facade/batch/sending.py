"""Carries the records of a chunk to the target and tells what became of each."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.connections.sessions import OpenConnection, SessionPool
from connectors.sdk.errors import (
    AmbiguousError,
    ConfigurationError,
    ConnectorError,
    EgressRefused,
    FairleadError,
    HeldBack,
    PermanentError,
    RetryableError,
)
from connectors.sdk.protocol import CallItem, CallOutcome, OperationSpec
from connectors.sdk.types import JSON
from flows.engine.batches import BatchTarget
from flows.engine.retries import wait_seconds
from flows.engine.specs import RetrySpec
from flows.engine.steps.batch.mill import Refused
from flows.facade.batch.calling import call

log = logging.getLogger("fairlead.batch")

Beside = Callable[..., Awaitable[Any]]
"""Runs a function on the batch's own thread."""
TRIES = 3
LONGEST_WAIT_S = 5.0
"""What takes longer is left to the step's own retries, which need no worker to wait."""


@dataclass(slots=True)
class Load:
    """Mapped records with their places in the chunk, and the chunk's key. ``retried``: they were sent
    before; ``lost``: what became of that is not known."""

    records: list[JSON]
    places: list[int]
    key: str
    retried: bool
    lost: bool
    whole: bool
    """No record of the chunk had its outcome before."""


@dataclass(slots=True)
class Delivery:
    """By places: what was taken, refused, and is in doubt. ``halt``: the rest was not sent, for the
    target as a whole does not take anything now."""

    taken: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    doubt: ConnectorError | None = None
    halt: ConnectorError | None = None


class Sender:
    """The target of one batch."""

    def __init__(
        self,
        sessions: SessionPool,
        target: BatchTarget,
        retry: RetrySpec,
        closing: Callable[[], bool],
        beside: Beside,
    ) -> None:
        self._sessions = sessions
        self._target = target
        self._retry = retry
        self._closing = closing
        self._beside = beside
        self._spec: OperationSpec | None = None
        self._took = False
        self.repeatable = False
        self.at_once = 1

    async def open(self, processes: int) -> None:
        """Looks at the connection; raises FairleadError."""
        opened = await self._sessions.get(self._target.connection)
        name = self._target.operation
        self._spec = opened.connector.manifest.operation(name)
        if self._spec is None:
            raise PermanentError(
                f"The connector {opened.connector.manifest.name} has no operation {name!r}.",
                hint="Choose one of its operations in the step.",
            )
        self.repeatable = _idempotency(opened, name) != "none"
        self.at_once = max(1, opened.context.max_concurrency // processes)

    @property
    def each(self) -> bool:
        """Whether every record is an item of its own."""
        if self._target.send != "auto":
            return self._target.send == "each"
        return self._spec is not None and self._spec.max_batch > 1

    async def send(self, load: Load) -> Delivery:
        """Never raises for what the target or the records did."""
        delivery = Delivery()
        if load.lost and not self.repeatable:
            delivery.doubtful = list(load.places)
            delivery.doubt = AmbiguousError("The worker ended while the chunk was under way.")
        elif load.records:
            await (self._each if self.each else self._together)(load, delivery)
        return delivery

    async def _together(self, load: Load, delivery: Delivery) -> None:
        """A call that is refused is split, until the record that is to blame stands alone."""
        ranges = [(0, len(load.records))]
        while ranges and delivery.halt is None:
            begin, end = ranges.pop()
            places = load.places[begin:end]
            whole = load.whole and end - begin == len(load.records)
            key = load.key if whole else _part_key(load.key, places)
            try:
                arguments = await self._beside(self._target.arguments, load.records[begin:end])
            except FairleadError as error:
                delivery.halt = PermanentError(error.message, hint=error.hint, where=error.where)
                return
            [outcome] = await self._patiently([CallItem(key, arguments, load.retried)])
            if outcome.error is None:
                await self._take(outcome.output, places, delivery)
            elif self._splits(outcome.error, end - begin):
                middle = (begin + end) // 2
                ranges += [(middle, end), (begin, middle)]
            else:
                self._judge(outcome.error, places, delivery)

    async def _each(self, load: Load, delivery: Delivery) -> None:
        most = max(1, self._spec.max_batch) if self._spec and self._spec.max_batch > 1 else len(load.records)
        for begin in range(0, len(load.records), most):
            if delivery.halt is not None:
                return
            items, places = await self._beside(self._items, load, begin, begin + most, delivery)
            outcomes = await self._patiently(items) if items else []
            for place, outcome in zip(places, outcomes, strict=True):
                if outcome.error is None:
                    delivery.taken.append(place)
                else:
                    self._judge(outcome.error, [place], delivery)

    def _items(
        self, load: Load, begin: int, end: int, delivery: Delivery
    ) -> tuple[list[CallItem], list[int]]:
        """The calls of single records with their places; those without arguments are refused."""
        items: list[CallItem] = []
        places: list[int] = []
        for place, record in zip(load.places[begin:end], load.records[begin:end], strict=True):
            try:
                arguments = self._target.arguments(record)
            except FairleadError as error:
                delivery.refused.append(Refused(place, error.code, error.message, error.where.path or ""))
                continue
            items.append(CallItem(_part_key(load.key, [place]), arguments, load.retried))
            places.append(place)
        return items, places

    async def _patiently(self, items: list[CallItem]) -> list[CallOutcome]:
        """What may pass by itself is tried a few times more, with the same keys; a turn in which all of
        it was held back is none."""
        found: list[CallOutcome] = [CallOutcome()] * len(items)
        waiting = list(range(len(items)))
        turn = 0
        while True:
            outcomes = await self._call([items[index] for index in waiting])
            again, asked = [], 0.0
            for index, outcome in zip(waiting, outcomes, strict=True):
                found[index] = outcome
                self._took |= outcome.error is None
                if outcome.error is not None and self._passes(outcome.error):
                    again.append(index)
                    asked = max(asked, outcome.error.retry_after or 0.0)
                    if isinstance(outcome.error, AmbiguousError):
                        items[index] = items[index]._replace(retried=True)
            turn += not all(isinstance(found[index].error, HeldBack) for index in again)
            wait = wait_seconds(self._retry, max(1, turn), items[0].key, asked or None)
            last = turn >= min(TRIES, self._retry.max_attempts)
            if not again or last or wait > LONGEST_WAIT_S or self._closing():
                return found
            await asyncio.sleep(wait)
            waiting = again

    async def _call(self, items: Sequence[CallItem]) -> Sequence[CallOutcome]:
        target = self._target
        try:
            outcomes = await call(self._sessions, target.connection, target.operation, items)
        except Exception as error:
            log.exception("The session of %s failed in %s", target.connection, target.operation)
            outcomes = [_lost(f"The connector failed in the middle of a call ({type(error).__name__}).")]
            return outcomes * len(items)
        if len(outcomes) != len(items):
            return [_lost("The connector gave another number of outcomes than it was given calls.")] * len(
                items
            )
        return outcomes

    def _passes(self, error: ConnectorError) -> bool:
        return error.retryable or (self.repeatable and isinstance(error, AmbiguousError))

    def _only_waits(self, error: ConnectorError) -> bool:
        """Whether no attempt of the step is used up: where nothing left, and where the target asks for a
        rest that took records since the batch was taken up."""
        return isinstance(error, HeldBack) or (self._took and bool(error.retry_after))

    def _splits(self, error: ConnectorError, count: int) -> bool:
        of_all = isinstance(error, ConfigurationError | EgressRefused | AmbiguousError)
        return count > 1 and not of_all and not error.retryable

    def _judge(self, error: ConnectorError, places: Sequence[int], delivery: Delivery) -> None:
        """What an error that stays means for its records, or for the whole batch."""
        if isinstance(error, AmbiguousError) and not self.repeatable:
            delivery.doubtful += places
            delivery.doubt = error
        elif self._passes(error):
            kind = HeldBack if self._only_waits(error) else RetryableError
            delivery.halt = kind(error.message, hint=error.hint, retry_after=error.retry_after)
        elif isinstance(error, ConfigurationError | EgressRefused):
            delivery.halt = error
        else:
            path = error.where.path or ""
            delivery.refused += [Refused(place, error.code, error.message, path) for place in places]

    async def _take(self, answer: JSON, places: Sequence[int], delivery: Delivery) -> None:
        """The answer may name records that were not taken."""
        named = {}
        if self._target.failures is not None:
            try:
                named = _named(await self._beside(self._target.failures, answer), len(places))
            except FairleadError as error:
                delivery.doubtful += places
                delivery.doubt = AmbiguousError(
                    f"The answer cannot be read for failed records: {error.message}", hint=error.hint
                )
                return
        for index, place in enumerate(places):
            if index in named:
                code, message = named[index]
                delivery.refused.append(Refused(place, code, message))
            else:
                delivery.taken.append(place)


def _named(found: JSON, count: int) -> dict[int, tuple[str, str]]:
    """Index, code and message of each; a sequence of one in JSONata is the one itself."""
    named: dict[int, tuple[str, str]] = {}
    for one in found if isinstance(found, list) else [found]:
        index = one.get("index") if isinstance(one, dict) else one
        if isinstance(index, int) and 0 <= index < count:
            details = one if isinstance(one, dict) else {}
            code = str(details.get("code") or PermanentError.code)
            named[index] = (code, str(details.get("message") or "The target did not take the record."))
    return named


def _part_key(key: str, places: Sequence[int]) -> str:
    """The key of a part of a chunk; the same part has the same key each time."""
    named = f"{key}\0{','.join(map(str, places))}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _idempotency(opened: OpenConnection, operation: str) -> str:
    return opened.connector.idempotency(operation, {}, opened.context.config)


def _lost(message: str) -> CallOutcome:
    return CallOutcome(error=AmbiguousError(message))
