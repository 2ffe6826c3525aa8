"""Steps that can be carried out in a process of their own: they look at nothing but their input and the
trigger, and complete or fail. Where that takes long on the host's thread, it is done there."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import thread_time
from typing import Any

import orjson

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.effects import Done, Effect, Program
from flows.engine.errors import StepFailed
from flows.engine.formula import Formula
from flows.engine.mapping import Limits
from flows.engine.nodes import Node
from flows.engine.records import ExecutionInput, TriggerInfo
from flows.engine.scope import Scope
from flows.engine.steps import registry
from flows.engine.steps.interface import CompileTools
from flows.engine.turns import Pace

LIMITS = Limits(seconds=30.0)
"""Of a step that has no limits of its own: its work follows from the size of its input."""
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class FailedElsewhere(StepFailed):
    """A step failed in another process; it is told as it was there."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told["message"], hint=told["hint"])
        self.told = dict(told)

    def to_json(self) -> dict[str, object]:
        return self.told


@dataclass(frozen=True, slots=True, eq=False)
class StepWork:
    """Work: a step over its input."""

    pace: Pace
    kind: str
    config: Mapping[str, JSON]
    value: JSON
    execution: ExecutionInput

    @property
    def limits(self) -> Limits:
        """How long it may take before it is given up."""
        return LIMITS

    def request(self) -> dict[str, Any]:
        """The input goes once where it is the document, and the settings as they are."""
        whole = self.value is self.execution.document
        return {
            "task": "step",
            "kind": self.kind,
            "config": dict(self.config),
            "value": self.value,
            "document": None if whole else self.execution.document,
            "whole": whole,
            "content_type": self.execution.trigger.content_type,
        }

    def read(self, reply: Mapping[str, Any]) -> Done:
        """How the step completed; raises the error it failed with."""
        if "error" in reply:
            raise FailedElsewhere(reply["error"])
        return Done(self.value if reply["passed_on"] else reply["output"], reply["port"])


class Separable:
    """The program of such a step."""

    __slots__ = ("_config", "_kind", "_pace", "_program")

    def __init__(self, kind: str, config: Mapping[str, JSON], program: Program) -> None:
        self._kind = kind
        self._config = config
        self._program = program
        self._pace = Pace()

    def __call__(self, value: JSON, scope: Scope) -> Effect:
        if scope.turn is None:
            return self._program(value, scope)
        effect: Effect = scope.turn.carry_out(
            self._pace,
            functools.partial(self._program, value, scope),
            functools.partial(StepWork, self._pace, self._kind, self._config, value, scope.execution),
        )
        return effect


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """The other process's side."""
    value = request["value"]
    document = value if request["whole"] else request["document"]
    trigger = TriggerInfo("manual", _SOME_TIME, request["content_type"])
    scope = Scope(ExecutionInput("", "", document, trigger), {})
    scope.now = _SOME_TIME
    used = thread_time()
    try:
        done = _program(request["kind"], orjson.dumps(request["config"]))(value, scope)
    except FairleadError as error:
        return {"error": error.to_json(), "processor_s": thread_time() - used}
    assert isinstance(done, Done)
    passed_on = done.output is value
    return {
        "output": None if passed_on else done.output,
        "passed_on": passed_on,
        "port": done.port,
        "processor_s": thread_time() - used,
    }


@functools.lru_cache(maxsize=64)
def _program(kind: str, config: bytes) -> Program:
    found = registry.step_kind(kind)
    assert found is not None and found.separable
    return found.compile_step(orjson.loads(config), CompileTools(_formula, _no_chain))


def _formula(source: str, *parts: str | int) -> Formula:
    return Formula(source)


def _no_chain(steps: Sequence[JSON], *parts: str | int) -> tuple[Node, ...]:
    raise NotImplementedError
