"""Calls that wait for a free place at their connection, sorted by what may travel together."""

from collections import Counter, OrderedDict, deque
from dataclasses import dataclass
from typing import NamedTuple

from connectors.sdk.protocol import OperationSpec
from flows.engine.records import Call
from flows.facade.drain.active import Active

AT_ONCE = 2
"""So many batches of one group travel before further calls wait for a full one: while those are
under way the next batch grows, which is what makes a busy target fast."""


@dataclass(slots=True, eq=False)
class Pending:
    """A call of an execution. ``record`` names the outside record it changes, where that matters."""

    active: Active
    call: Call
    record: str = ""


Group = tuple[str, str]
"""Operation and batch key."""


class Batch(NamedTuple):
    """Calls that travel together."""

    group: Group
    spec: OperationSpec
    calls: list[Pending]

    @property
    def records(self) -> list[str]:
        """The records it changes, each once: calls for one record may travel in one batch, whose
        order the connector keeps."""
        return list(dict.fromkeys(one.record for one in self.calls if one.record))


class Waiting:
    """First come, first served between the groups; whole batches within one."""

    def __init__(self) -> None:
        self._groups: OrderedDict[Group, deque[Pending]] = OrderedDict()
        self._specs: dict[Group, OperationSpec] = {}
        self._busy: set[str] = set()
        self._away: Counter[Group] = Counter()
        self.flows: Counter[int] = Counter()
        self.size = 0

    @property
    def gathers(self) -> bool:
        """Whether something waits that could travel in company."""
        return any(spec.max_batch > 1 for spec in self._specs.values())

    def add(self, group: Group, spec: OperationSpec, pending: Pending) -> None:
        """Queues a call."""
        self._specs[group] = spec
        self._groups.setdefault(group, deque()).append(pending)
        self.flows[pending.active.claimed.flow_id] += 1
        self.size += 1

    def take(self) -> Batch | None:
        """The next batch to travel, without records that are busy; None where none may go."""
        for group in list(self._groups):
            spec, queue = self._specs[group], self._groups[group]
            if spec.max_batch > 1 and len(queue) < spec.max_batch and self._away[group] >= AT_ONCE:
                continue
            taken = self._pick(queue, spec.max_batch)
            if queue:
                self._groups.move_to_end(group)
            else:
                del self._groups[group], self._specs[group]
            if taken:
                self._forget(taken)
                self._away[group] += 1
                return Batch(group, spec, taken)
        return None

    def take_all(self) -> list[Pending]:
        """Everything that waits."""
        taken = [one for queue in self._groups.values() for one in queue]
        self._groups.clear()
        self._specs.clear()
        self._forget(taken)
        return taken

    def back(self, batch: Batch) -> None:
        """The batch has returned: its records are free again."""
        self.free(batch.calls)
        self._away[batch.group] -= 1
        if not self._away[batch.group]:
            del self._away[batch.group]

    def free(self, calls: list[Pending]) -> None:
        """The calls do not change their records now."""
        self._busy.difference_update(one.record for one in calls)

    def _pick(self, queue: deque[Pending], most: int) -> list[Pending]:
        taken: list[Pending] = []
        passed: list[Pending] = []
        own: set[str] = set()
        while queue and len(taken) < most:
            one = queue.popleft()
            if one.record in self._busy:
                passed.append(one)
                continue
            if one.record:
                own.add(one.record)
            taken.append(one)
        self._busy |= own
        queue.extendleft(reversed(passed))
        return taken

    def _forget(self, taken: list[Pending]) -> None:
        self.size -= len(taken)
        for one in taken:
            flow = one.active.claimed.flow_id
            self.flows[flow] -= 1
            if not self.flows[flow]:
                del self.flows[flow]
