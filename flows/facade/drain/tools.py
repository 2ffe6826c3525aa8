"""What the parts of a drain share."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.connections.sessions import SessionPool
from connectors.sdk.protocol import CallOutcome
from flows.facade.drain.active import Active
from flows.facade.drain.locks import RecordLocks
from flows.facade.drain.options import Options
from flows.facade.drain.waiting import Pending
from flows.facade.drain.writer import Writer

Answered = tuple[Pending, CallOutcome]


@dataclass(frozen=True, slots=True)
class Tools:
    """``spawn`` starts a task that the drain waits for at its end; ``submit`` queues calls
    at the target of that name. ``resolved`` goes on with
    executions whose calls were answered, ``cancelled`` ends them; ``lost`` forgets those that
    another worker has taken over."""

    options: Options
    sessions: SessionPool
    writer: Writer
    locks: RecordLocks
    spawn: Callable[[Coroutine[Any, Any, None]], None]
    submit: Callable[[str, Sequence[Pending]], None]
    resolved: Callable[[Sequence[Answered]], None]
    cancelled: Callable[[Sequence[Answered]], None]
    lost: Callable[[Sequence[Active]], None]
