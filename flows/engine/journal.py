"""Writes the records of a Run, and knows the time inside an advance."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from connectors.sdk.types import JSON
from flows.engine.records import AttemptStatus, StepRecord
from flows.engine.specs import ERROR_PORT, OUT_PORT
from flows.engine.tasks import Task

_STARTED = AttemptStatus.STARTED
_SUCCEEDED = AttemptStatus.SUCCEEDED
_FAILED = AttemptStatus.FAILED
_INDETERMINATE = AttemptStatus.INDETERMINATE


class Journal:
    """``now`` is the host's time at the last call plus what has passed since on the ``timer``."""

    __slots__ = ("_base", "_records", "_round", "_timer", "_zero")

    def __init__(self, round: int, timer: Callable[[], float]) -> None:
        self._records: list[StepRecord] = []
        self._round = round
        self._timer = timer

    def set_time(self, now: datetime) -> None:
        """The host's time."""
        self._base = now
        self._zero = self._timer()

    def now(self) -> datetime:
        """The time at this moment of the advance."""
        return self._base + timedelta(0, self._timer() - self._zero)

    def take(self) -> list[StepRecord]:
        """The records since the last take."""
        taken = self._records
        self._records = []
        return taken

    def started(self, task: Task, request: JSON, resume_at: datetime | None = None) -> None:
        """The intent of a call, a wait or a for-each."""
        self._write(task, _STARTED, None, OUT_PORT, None, request, None, resume_at)

    def succeeded(self, task: Task, output: JSON, port: str, request: JSON = None) -> None:
        """The step is complete and will not run again."""
        self._write(task, _SUCCEEDED, self.now(), port, output, request, None, None)

    def failed(self, task: Task, error: Mapping[str, JSON], resume_at: datetime | None = None) -> None:
        """An attempt failed; with ``resume_at`` it will be tried again."""
        self._write(task, _FAILED, self.now(), OUT_PORT, None, None, error, resume_at)

    def handled(self, task: Task, error: Mapping[str, JSON]) -> None:
        """The step failed for good and its error goes on by the error port."""
        self._write(task, _FAILED, self.now(), ERROR_PORT, None, None, error, None)

    def indeterminate(self, task: Task, error: Mapping[str, JSON]) -> None:
        """Nobody knows whether the call was applied."""
        self._write(task, _INDETERMINATE, self.now(), OUT_PORT, None, None, error, None)

    def _write(
        self,
        task: Task,
        status: AttemptStatus,
        finished_at: datetime | None,
        port: str,
        output: JSON,
        request: JSON,
        error: Mapping[str, JSON] | None,
        resume_at: datetime | None,
    ) -> None:
        started_at = task.started_at
        if started_at is None:
            started_at = task.started_at = finished_at or self.now()
        self._records.append(
            StepRecord(
                task.node.id,
                task.item,
                task.attempt,
                self._round,
                status,
                started_at,
                finished_at,
                port,
                output,
                request,
                error,
                task.key,
                resume_at,
            )
        )
