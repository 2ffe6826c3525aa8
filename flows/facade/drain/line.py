"""Executions that wait for the same place: first come, first served within a flow, the flows in turn."""

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

from flows.facade.drain.active import Active
from flows.store.claiming import SUSPECTS

T = TypeVar("T")

MOST = 16
"""With so many waiting a flow is full; further ones stay in the queue, where another worker may find
them, until half of them are gone: claims are cheaper in large portions."""
MOST_OF_ALL = 256


class Line(Generic[T]):
    """``relieved`` is told the lane in which there may be more of a flow that is not full any more."""

    def __init__(self, relieved: Callable[[int], None]) -> None:
        self._relieved = relieved
        self._queues: OrderedDict[int, deque[tuple[Active, T]]] = OrderedDict()
        self._full: set[int] = set()
        self.size = 0

    def put(self, active: Active, what: T) -> None:
        """Comes last of its flow."""
        flow_id = active.claimed.flow_id
        queue = self._queues.setdefault(flow_id, deque())
        queue.append((active, what))
        self.size += 1
        if len(queue) >= MOST:
            self._full.add(flow_id)

    def take(self) -> tuple[Active, T] | None:
        """The next one; None where nobody waits."""
        if not self._queues:
            return None
        flow_id, queue = self._queues.popitem(last=False)
        active, what = queue.popleft()
        self.size -= 1
        if queue:
            self._queues[flow_id] = queue
        if flow_id in self._full and len(queue) <= MOST // 2:
            self._full.discard(flow_id)
            self._relieved(active.claimed.lane % SUSPECTS)
        return active, what

    @property
    def full(self) -> set[int]:
        """Flows of which nothing more should be claimed: those that are full, or where too many wait
        altogether, all that do."""
        return set(self._queues) if self.size >= MOST_OF_ALL else set(self._full)
