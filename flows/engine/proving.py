"""Proof of a whole flow: recent messages are run through it once more, within this process, and every
expression on the way is evaluated by both engines. What calls answered then, they answer again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from connectors.sdk.errors import FairleadError, PermanentError
from connectors.sdk.types import JSON
from flows.engine.batches import BatchJob, ListSource
from flows.engine.mapping import Limits, Proof, Trials, isolated
from flows.engine.places import places_of
from flows.engine.plan import Plan, plan_of
from flows.engine.records import BatchCall, Call, ExecutionInput, Finish, Suspend, TriggerInfo
from flows.engine.run import Run

_START_S = 3.0
"""What the evaluating process may need besides, to start and to compile."""
_RECORDS = 100


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was taken in before. ``parsed`` is what the keys saw of it; ``answers`` holds
    step, item and output of each call that succeeded."""

    id: str
    document: JSON
    parsed: JSON
    kind: str
    received_at: str
    content_type: str
    headers: Mapping[str, str]
    answers: Sequence[tuple[str, int, JSON]]


class TimeIsUp(Exception):
    """The time for a proof is over; what was compared until then counts."""


def prove_isolated(
    flow_hash: str, definition: Mapping[str, JSON], messages: Iterable[Message], seconds: float
) -> tuple[Proof, ...]:
    """``prove_flow`` in a process that can be killed.

    Raises:
        MappingError: the process did not answer in time, or used up its memory.
    """
    request = {
        "task": "prove",
        "hash": flow_hash,
        "definition": definition,
        "messages": [asdict(one) for one in messages],
        "seconds": seconds,
    }
    # It has loaded the whole engine, whose memory nobody needs between two publications.
    reply = isolated.ask(request, Limits(seconds=seconds + _START_S), last=True)
    return tuple(Proof.from_json(one) for one in reply["proofs"])


def answer(request: Mapping[str, Any]) -> dict[str, JSON]:
    """The evaluating process's side."""
    messages = [Message(**one) for one in request["messages"]]
    proofs = prove_flow(request["hash"], request["definition"], messages, request["seconds"])
    return {"proofs": [one.to_json() for one in proofs]}


def prove_flow(
    flow_hash: str, definition: Mapping[str, JSON], messages: Iterable[Message], seconds: float
) -> tuple[Proof, ...]:
    """One proof for each different expression of a valid flow."""
    plan = plan_of(flow_hash, lambda: definition)
    deadline = perf_counter() + seconds

    def timer() -> float:
        now = perf_counter()
        if now > deadline:
            raise TimeIsUp
        return now

    with Trials(place.expression for place in places_of(definition)) as trials:
        with suppress(TimeIsUp):
            for message in messages:
                timer()
                _read_keys(plan, message)
                _Replay(plan, message, timer).run()
        return trials.proofs()


def _read_keys(plan: Plan, message: Message) -> None:
    with suppress(FairleadError):  # the expression was evaluated all the same, which is all that counts
        plan.keys.read(message.parsed)


class _Replay:
    """One message run to its end. Waits pass at once; a call that was not answered then fails."""

    def __init__(self, plan: Plan, message: Message, timer: Callable[[], float]) -> None:
        self._now = datetime.fromisoformat(message.received_at)
        trigger = TriggerInfo(message.kind, self._now, message.content_type, message.headers)
        execution = ExecutionInput(message.id, plan.spec.slug, message.document, trigger)
        self._engine = Run(plan, execution, timer=timer)
        self._timer = timer
        self._answers = {(step, item): output for step, item, output in message.answers}

    def run(self) -> None:
        while True:
            for decision in self._engine.advance(self._now):
                if isinstance(decision, Finish):
                    return
                if isinstance(decision, Suspend):
                    self._now = max(self._now, decision.until)
                elif isinstance(decision, Call):
                    self._answer(decision)
            self._engine.take_records()

    def _answer(self, call: Call) -> None:
        if isinstance(call, BatchCall):
            self._map_records(call.job)
        asked = (call.ref.step, call.ref.item)
        if asked in self._answers:
            self._engine.resolve(call.ref, self._answers[asked], self._now)
        else:
            self._engine.reject(call.ref, PermanentError("The call was not answered then."), self._now)

    def _map_records(self, job: BatchJob) -> None:
        """The first records of a batch, where the execution itself holds them."""
        if job.make is None or not isinstance(job.source, ListSource):
            return
        for number, record in enumerate(job.source.items[:_RECORDS]):
            self._timer()
            with suppress(FairleadError):
                job.make(record, number)
