"""Executions that wait for the same place: first come, first served within a flow, the flows in turn."""

from collections import OrderedDict, deque
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 16
"""With so many waiting a flow is full; further ones stay in the queue, where another worker may find
them, until half of them are gone: claims are cheaper in large portions."""
MOST_OF_ALL = 256


class Line(Generic[T]):
    """``full`` are the flows of which nothing more should be claimed now."""

    def __init__(self) -> None:
        self._queues: OrderedDict[int, deque[T]] = OrderedDict()
        self._full: set[int] = set()
        self.size = 0

    def put(self, flow_id: int, one: T) -> None:
        """Comes last of its flow."""
        queue = self._queues.setdefault(flow_id, deque())
        queue.append(one)
        self.size += 1
        if len(queue) >= MOST:
            self._full.add(flow_id)

    def take(self) -> T | None:
        """The next one; None where nobody waits."""
        if not self._queues:
            return None
        flow_id, queue = self._queues.popitem(last=False)
        one = queue.popleft()
        self.size -= 1
        if queue:
            self._queues[flow_id] = queue
        if len(queue) <= MOST // 2:
            self._full.discard(flow_id)
        return one

    @property
    def full(self) -> set[int]:
        """Flows that are full, or all that wait where too many do."""
        return set(self._queues) if self.size >= MOST_OF_ALL else set(self._full)
