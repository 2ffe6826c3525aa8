"""How long the door waits for bodies. One timer looks after all of them: a timer for each would cost
more than most requests."""

import asyncio
import time
from types import TracebackType

from connectors.sdk.errors import FairleadError

LOOK_EVERY_S = 0.5


class BodyTimeout(FairleadError):
    """The body did not arrive in time."""

    code = "intake.timeout"


class Patience:
    """A context manager around the reading of a body; raises BodyTimeout inside it when it is over."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._reading: dict[asyncio.Task[object], float] = {}
        self._late: set[asyncio.Task[object]] = set()
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> None:
        task = _current()
        self._reading[task] = time.monotonic()
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        task = _current()
        self._reading.pop(task, None)
        if task in self._late:
            self._late.discard(task)
            task.uncancel()
            raise BodyTimeout(
                f"The body did not arrive within {self._seconds:.0f} seconds.",
                hint="Send it faster, or in smaller events.",
            ) from None

    def _look(self) -> None:
        self._timer = None
        now = time.monotonic()
        for task, begun in list(self._reading.items()):
            if now - begun > self._seconds:
                del self._reading[task]
                self._late.add(task)
                task.cancel()
        if self._reading:
            self._timer = asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look)


def _current() -> asyncio.Task[object]:
    task = asyncio.current_task()
    assert task is not None  # the door runs inside tasks only
    return task
