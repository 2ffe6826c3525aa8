"""One evaluating process for expressions of executions that take long: one evaluation at a time."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.mapping.errors import MappingError
from flows.engine.mapping.expression import Expression
from flows.engine.mapping.isolation.frames import ClosedError
from flows.engine.mapping.isolation.replies import told, unanswered
from flows.engine.mapping.isolation.worker import Worker
from flows.engine.mapping.limits import DEFAULT

LIMITS = replace(DEFAULT, patience=15.0)
"""Those of every evaluation; the process stands behind all others, so it is the processor's time that
counts."""
_GRACE_S = 1.0
_NICE = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value or the error of an evaluation, and the seconds of the processor that it took."""

    value: JSON = None
    error: MappingError | None = None
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

    def evaluate(self, expression: Expression, data: JSON, bindings: Mapping[str, JSON] | None) -> Outcome:
        """What the expression gives within ``LIMITS``.

        Raises:
            EvaluatorStopped, EvaluatorUnavailable: nothing is known of the expression.
        """
        request = {
            "task": "evaluate",
            "source": expression.source,
            "data": data,
            "bindings": bindings,
            "limits": asdict(LIMITS),
            "standing": expression.standing,
        }
        began = time.monotonic()
        try:
            reply = self._answer(request)
        except (TimeoutError, ClosedError, TypeError, MemoryError) as reason:
            return Outcome(error=unanswered(reason, LIMITS), seconds=time.monotonic() - began)
        expression.heed(reply.get("standing"))
        error = told(reply["error"]) if "error" in reply else None
        return Outcome(reply.get("output"), error, reply.get("processor_s", 0.0))

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

    def _answer(self, request: Any) -> Any:
        """A process that somebody ended says nothing of the expression; one that ends twice does."""
        try:
            return self._ask(request)
        except ClosedError:
            return self._ask(request)

    def _ask(self, request: Any) -> Any:
        worker = self._running()
        try:
            self._go_on()
            return worker.ask(request, LIMITS.seconds * LIMITS.patience + _GRACE_S)
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
        if self._worker is None:
            try:
                self._worker = Worker(_NICE)
            except (OSError, TimeoutError, ClosedError, MemoryError) as error:
                raise EvaluatorUnavailable(f"{type(error).__name__}: {error}") from error
        return self._worker

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
