"""Evaluate expressions that a person is still writing: in a process that can be killed.

A few processes are kept and reused; each serves one evaluation at a time.
"""

import atexit
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.mapping.errors import MappingError
from flows.engine.mapping.isolation.frames import ClosedError
from flows.engine.mapping.isolation.replies import told, unanswered
from flows.engine.mapping.isolation.worker import Worker
from flows.engine.mapping.limits import DEFAULT, Limits

PROCESSES = 2
_GRACE_S = 1.0
"""How much longer than its own limit an evaluation may take before its process is killed."""
_WAIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An expression's value, how long it took, and by which engine (``python`` or ``accelerated``)."""

    output: JSON
    duration_ms: float
    engine: str


class EvaluatorBusy(MappingError):
    """All evaluating processes are busy with other expressions."""

    code = "mapping.busy"
    retryable = True


class Pool:
    """At most ``size`` workers, started when first needed. Safe to use from any thread."""

    def __init__(self, size: int = PROCESSES) -> None:
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()

    def ask(self, request: Any, limits: Limits, *, last: bool = False) -> Any:
        """One answer; the worker is killed where it does not come in time, and after its ``last``."""
        if not self._free.acquire(timeout=_WAIT_S):
            raise EvaluatorBusy("Other expressions are being evaluated.", hint="Try again in a moment.")
        try:
            worker = self._take()
            try:
                reply = worker.ask(request, limits.seconds + _GRACE_S)
            except BaseException:
                self._drop(worker)
                raise
            (self._drop if last else self._give_back)(worker)
            return reply
        finally:
            self._free.release()

    def _take(self) -> Worker:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is not None and not worker.spent:
            return worker
        if worker is not None:
            self._drop(worker)
        worker = Worker()
        with self._lock:
            self._all.add(worker)
        try:
            worker.await_ready()
        except BaseException:
            self._drop(worker)
            raise
        return worker

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            self._idle.append(worker)

    def _drop(self, worker: Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.kill()

    def close(self) -> None:
        """Kill every worker."""
        with self._lock:
            workers, self._all, self._idle = self._all, set(), []
        for worker in workers:
            worker.kill()

    def pids(self) -> list[int]:
        """The processes that run at present."""
        with self._lock:
            return sorted(worker.pid for worker in self._all)


pool = Pool()


def _after_fork() -> None:
    """A forked process starts its own workers: it must not talk into its parent's pipes."""
    global pool
    pool = Pool()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(lambda: pool.close())


def evaluate_isolated(
    source: str, data: JSON, bindings: Mapping[str, JSON] | None = None, limits: Limits = DEFAULT
) -> Evaluation:
    """The value of the expression, evaluated in another process.

    Raises:
        MappingError: as ``Expression.evaluate`` and ``compile_expression``, with line and column.
        EvaluatorBusy: no process became free in time.
    """
    request = {
        "task": "evaluate",
        "source": source,
        "data": data,
        "bindings": dict(bindings or {}),
        "limits": asdict(limits),
    }
    reply = ask(request, limits)
    return Evaluation(reply["output"], reply["duration_ms"], reply["engine"])


def ask(request: Mapping[str, JSON], limits: Limits, *, last: bool = False) -> Any:
    """What an evaluating process answers to a request; ``child`` knows the tasks. It ends with its
    ``last`` answer.

    Raises:
        MappingError: told by the process, or since it did not answer within ``limits``.
    """
    try:
        reply = pool.ask(request, limits, last=last)
    except (TimeoutError, ClosedError, TypeError) as error:
        raise unanswered(error, limits) from error
    if "error" in reply:
        raise told(reply["error"])
    return reply
