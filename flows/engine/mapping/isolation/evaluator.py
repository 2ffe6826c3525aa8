"""One evaluating process for the local work of executions that takes long: one piece at a time."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from connectors.sdk.errors import FairleadError
from flows.engine.mapping.isolation.frames import ClosedError
from flows.engine.mapping.isolation.replies import unanswered
from flows.engine.mapping.isolation.worker import Worker
from flows.engine.mapping.limits import Limits

_GRACE_S = 1.0
_NICE = 10


class Task(Protocol):
    """What is asked of the process; ``read`` gives the value that a reply tells, or raises its error."""

    @property
    def limits(self) -> Limits: ...
    def request(self) -> dict[str, Any]: ...
    def read(self, reply: Mapping[str, Any]) -> Any: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value or the error that a task came to, and the seconds of the processor that it took."""

    value: Any = None
    error: FairleadError | None = None
    seconds: float = 0.0


class EvaluatorStopped(Exception):
    """``stop`` was called; nothing more is evaluated."""


class EvaluatorUnavailable(Exception):
    """The process cannot be started now."""


class Evaluator:
    """The process is started when it is first needed. ``stop`` may be called from any thread."""

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._stopped = False

    def do(self, task: Task) -> Outcome:
        """What the task comes to within its limits.

        Raises:
            EvaluatorStopped, EvaluatorUnavailable: nothing is known of the task.
        """
        began = time.monotonic()
        try:
            reply = self._answer(task.request(), task.limits)
        except (TimeoutError, ClosedError, TypeError, MemoryError) as reason:
            return Outcome(error=unanswered(reason, task.limits), seconds=time.monotonic() - began)
        seconds = reply.get("processor_s", 0.0)
        try:
            return Outcome(task.read(reply), seconds=seconds)
        except FairleadError as error:
            return Outcome(error=error, seconds=seconds)

    def stop(self) -> None:
        """End the process and the evaluation under way."""
        self._stopped = True
        worker = self._worker
        if worker is not None:
            worker.interrupt()

    def close(self) -> None:
        """Clear the process away, once nobody evaluates any more."""
        self._stopped = True
        self._drop()

    @property
    def pid(self) -> int | None:
        """The process that runs at present."""
        return self._worker.pid if self._worker is not None else None

    def _answer(self, request: Any, limits: Limits) -> Any:
        """A process that somebody ended says nothing of the task; one that ends twice does."""
        try:
            return self._ask(request, limits)
        except ClosedError:
            return self._ask(request, limits)

    def _ask(self, request: Any, limits: Limits) -> Any:
        worker = self._running()
        try:
            self._go_on()
            return worker.ask(request, limits.seconds * limits.patience + _GRACE_S)
        except BaseException:
            self._drop()
            self._go_on()
            raise

    def _go_on(self) -> None:
        if self._stopped:
            raise EvaluatorStopped

    def _running(self) -> Worker:
        self._go_on()
        if self._worker is not None and self._worker.spent:
            self._drop()
        return self._worker if self._worker is not None else self._started()

    def _started(self) -> Worker:
        try:
            worker = self._worker = Worker(_NICE)
            self._go_on()
            worker.await_ready()
        except (OSError, TimeoutError, ClosedError, MemoryError) as error:
            self._drop()
            self._go_on()
            raise EvaluatorUnavailable(f"{type(error).__name__}: {error}") from error
        return worker

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
