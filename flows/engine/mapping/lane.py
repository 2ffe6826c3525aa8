"""When others answer in the authority's place: after trial, watched by samples, until one disagreement."""

import hashlib
import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypedDict

import orjson

from connectors.sdk.types import JSON
from flows.engine.mapping.authority import engine as authority
from flows.engine.mapping.direct import program as direct
from flows.engine.mapping.errors import MappingError, MappingLimitError
from flows.engine.mapping.fast import engine as fast
from flows.engine.mapping.fast.host import READ_CLOCK
from flows.engine.mapping.limits import Limits
from flows.engine.mapping.quick.reasons import LeftToAuthority, Panicked
from flows.engine.mapping.stand_ins import StandIns
from flows.engine.mapping.syntax.parser import Parsed

TRIALS = 16
"""So many evaluations of an unproven expression are done by both engines before the fast one answers."""
SAMPLE_EVERY = 1024
"""One evaluation by the authority takes as long as several dozen by the fast engine."""
_WATCHED = 1 << 62
FAILED = "the fast engine failed"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Demotion:
    """One disagreement. It holds no data: ``source`` is the expression, ``reason`` says what differed."""

    source: str
    source_hash: str
    reason: str


_demoted: dict[str, str] = {}
_hooks: list[Callable[[Demotion], None]] = []
_lock = threading.Lock()


def source_hash(source: str) -> str:
    """The name of an expression in proofs and demotions (SHA-256, hexadecimal)."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def on_demotion(callback: Callable[[Demotion], None]) -> Callable[[], None]:
    """Call ``callback`` once for each expression demoted in this process, however often it is
    registered, until each registration was removed. Returns the removal of this one."""
    registered = [callback]
    with _lock:
        _hooks.append(callback)

    def remove() -> None:
        with _lock:
            while registered:
                _hooks.remove(registered.pop())

    return remove


def honour(key: str, reason: str) -> None:
    """Heed a demotion that another process came to; ``key`` is the expression's hash."""
    with _lock:
        _demoted.setdefault(key, reason)


def demote(source: str, reason: str) -> None:
    """From now on, in this process, only the authority evaluates ``source``."""
    key = source_hash(source)
    with _lock:
        if key in _demoted:
            return
        _demoted[key] = reason
        hooks = list(dict.fromkeys(_hooks))
    _log.error("A mapping is no longer accelerated: %s (%s)", reason, key)
    for hook in hooks:
        try:
            hook(Demotion(source, key, reason))
        except Exception:
            _log.exception("A hook failed that was told of a demotion")


class Standing(TypedDict):
    """How far an expression is trusted to the fast engine, as JSON."""

    trials_left: int
    demoted: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine made of an input: a value, or an error."""

    value: JSON = None
    error: MappingError | None = None

    def agrees(self, other: "Outcome") -> bool:
        """The same value, or an error each."""
        if self.error is not None or other.error is not None:
            return self.error is not None and other.error is not None
        return _canonical(self.value) == _canonical(other.value)


def _canonical(value: JSON) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


class Lane:
    """One expression on the fast engine."""

    def __init__(self, parsed: Parsed, stand_ins: StandIns) -> None:
        self.parsed = parsed
        self.stand_ins = stand_ins
        self.key = source_hash(parsed.source)
        self.trials_left = TRIALS
        self.seen = self.compared = 0
        self._numbers = itertools.count(1)
        self._functions = stand_ins.translation.functions
        self._reads_clock = not READ_CLOCK.isdisjoint(stand_ins.translation.hosted)

    @property
    def demoted(self) -> str | None:
        """Why it was demoted."""
        return _demoted.get(self.key)

    @property
    def open(self) -> bool:
        """Whether the fast engine answers."""
        return self.trials_left <= 0 and self.key not in _demoted

    @property
    def standing(self) -> Standing:
        """What evaluations in this process have shown."""
        return {"trials_left": self.trials_left, "demoted": self.demoted}

    def heed(self, standing: Standing) -> None:
        """Go by what evaluations in another process have shown, too."""
        if standing["demoted"] is not None:
            demote(self.parsed.source, standing["demoted"])
        self.trials_left = min(self.trials_left, standing["trials_left"])

    def watch(self) -> None:
        """From now on every evaluation is done by both engines: ``seen`` counts them, ``compared``
        those that the fast engine answered."""
        self.trials_left, self.seen, self.compared = _WATCHED, 0, 0

    def unwatch(self) -> None:
        """Back on trial."""
        self.trials_left = TRIALS

    def evaluate(
        self, data: JSON, bindings: Mapping[str, JSON], limits: Limits, deadline: float | None = None
    ) -> JSON:
        """The value, plainly or by the fast engine where these may answer, else by the authority."""
        if deadline is None:
            deadline = time.monotonic() + limits.seconds
        now_ms = int(time.time() * 1000) if self._reads_clock else 0
        if self.key in _demoted or data is None or not self._functions.isdisjoint(bindings):
            return authority.evaluate(self.parsed, data, bindings, limits, deadline, now_ms)
        if self.trials_left > 0 or next(self._numbers) % SAMPLE_EVERY == 0:
            return self._by_both(data, bindings, limits, deadline, now_ms)
        quick = next(self._quickly(data, bindings, limits, deadline, now_ms), None)
        if quick is not None:
            return quick.value
        return authority.evaluate(self.parsed, data, bindings, limits, deadline, now_ms)

    def compare(
        self, data: JSON, bindings: Mapping[str, JSON], limits: Limits, deadline: float, now_ms: int
    ) -> tuple[Outcome, Outcome | None]:
        """The authority's outcome and, of those who may answer in its place, the one that differs, else that
        which would answer; ``None`` where all leave it to the authority."""
        quick = list(self._quickly(data, bindings, limits, deadline, now_ms))
        try:
            true = Outcome(authority.evaluate(self.parsed, data, bindings, limits, deadline, now_ms))
        except MappingError as error:
            true = Outcome(error=error)
        return true, next((one for one in quick if not true.agrees(one)), quick[0] if quick else None)

    def _quickly(
        self, data: JSON, bindings: Mapping[str, JSON], limits: Limits, deadline: float, now_ms: int
    ) -> Iterator[Outcome]:
        """What each of those makes of it who may answer in the authority's place, in their order."""
        if self.stand_ins.program is not None:
            with suppress(LeftToAuthority):
                yield Outcome(direct.evaluate(self.stand_ins.program, data, bindings, limits))
        try:
            yield Outcome(fast.evaluate(self.stand_ins.translation, data, bindings, limits, deadline, now_ms))
        except LeftToAuthority:
            pass
        except Panicked:
            demote(self.parsed.source, FAILED)

    def _by_both(
        self, data: JSON, bindings: Mapping[str, JSON], limits: Limits, deadline: float, now_ms: int
    ) -> JSON:
        true, quick = self.compare(data, bindings, limits, deadline, now_ms)
        self.seen += 1
        if isinstance(true.error, MappingLimitError):
            if quick is not None and self.open:  # too much for the authority in the time given, not for it
                return quick.value
        elif quick is not None:
            self.compared += 1
            if true.agrees(quick):
                self.trials_left -= 1
            else:
                demote(self.parsed.source, "the engines disagree on a message")
        if true.error is not None:
            raise true.error
        return true.value
