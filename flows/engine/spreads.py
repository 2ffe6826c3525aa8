"""A for-each under way: its items go through the chain, so many at a time."""

import hashlib
from collections.abc import Callable
from typing import Protocol

import orjson

from connectors.sdk.types import JSON
from flows.engine.effects import Spread
from flows.engine.nodes import Node
from flows.engine.past import Past
from flows.engine.scope import Scope
from flows.engine.tasks import Task


class Starter(Protocol):
    """What a for-each needs of the Run."""

    @property
    def halted(self) -> bool: ...

    def begin(self, task: Task) -> None: ...

    def past_of(self, node: Node, item: int) -> Past | None: ...

    def spread_complete(self, task: Task, outputs: list[JSON]) -> None: ...

    def spread_failed(self, task: Task, error: dict[str, JSON]) -> None: ...

    def drop_timers(self, run: "SpreadRun") -> int: ...

    def waits(self, again: Callable[[], None]) -> bool: ...


class ItemRun:
    """One item in the chain; ``place`` is the inner step it stands at."""

    __slots__ = ("index", "place", "scope", "spread")

    def __init__(self, spread: "SpreadRun", index: int, scope: Scope) -> None:
        self.spread = spread
        self.index = index
        self.scope = scope
        self.place = 0


class SpreadRun:
    """``running`` items hold a place of the concurrency, also while they wait for a retry."""

    __slots__ = ("_effect", "_ended", "_next", "_pumping", "_results", "_run", "error", "running", "task")

    def __init__(self, run: Starter, task: Task, effect: Spread) -> None:
        self._run = run
        self._effect = effect
        self._results: list[JSON] = [None] * len(effect.items)
        self._next = 0
        self._pumping = False
        self._ended = False
        self.task = task
        self.running = 0
        self.error: dict[str, JSON] | None = None

    def pump(self) -> None:
        """Begin items while there is a place; at the end, complete or fail the step."""
        if self._pumping:
            return
        self._pumping = True
        items, most = self._effect.items, self._effect.concurrency
        while self._next < len(items) and self.running < most and self._goes_on():
            if self._run.waits(self.pump):
                break
            index = self._next
            self._next += 1
            self.running += 1
            scope = self.task.scope.inside(items[index], index)
            self._step(ItemRun(self, index, scope), items[index])
        self._pumping = False
        self._end()

    def output(self, item: ItemRun, output: JSON) -> None:
        """The inner step where the item stands is complete."""
        item.place += 1
        if item.place < len(self._effect.chain):
            self._step(item, output)
        else:
            self._results[item.index] = output
            self.running -= 1
            self.pump()

    @property
    def collects(self) -> bool:
        """True where an item's error is its result."""
        return self._effect.collect

    def item_failed(self, item: ItemRun, error: dict[str, JSON]) -> None:
        """An inner step failed for good."""
        self.running -= 1
        if self._effect.collect:
            self._results[item.index] = {"error": error}
        elif self.error is None:
            self.error = error
            self.running -= self._run.drop_timers(self)
        self.pump()

    def abandon(self) -> None:
        """An item cannot go on since another one failed."""
        self.running -= 1
        self.pump()

    def _goes_on(self) -> bool:
        """After a failure or a halt nothing new begins, but what had begun in an earlier process
        must still be looked at: a call may have been under way."""
        if self.error is None and not self._run.halted:
            return True
        first = self._effect.chain[0]
        while self._next < len(self._effect.items):
            if self._run.past_of(first, self._next) is not None:
                return True
            self._next += 1
        return False

    def _step(self, item: ItemRun, value: JSON) -> None:
        node = self._effect.chain[item.place]
        past = self._run.past_of(node, item.index)
        self._run.begin(Task(node, value, item.scope, past, item.index, item))

    def _end(self) -> None:
        if self.running or self._ended or self._next < len(self._effect.items):
            return
        self._ended = True
        if self.error is not None:
            self._run.spread_failed(self.task, self.error)
        elif not self._run.halted:
            self._run.spread_complete(self.task, self._results)


def fingerprint(items: list[JSON]) -> dict[str, JSON]:
    """What is kept of the items, so that a resumed execution can tell they are still the same."""
    try:
        text = orjson.dumps(items, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # whole numbers beyond 64 bits
        text = repr(items).encode()
    return {"items": len(items), "digest": hashlib.sha256(text).hexdigest()[:32]}
