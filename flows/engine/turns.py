"""How long the local work of Runs may hold up their host, and what becomes of work that takes longer.

A host that runs many executions on one thread shares a ``Turn`` with their Runs, and starts it anew
before it lets some of them go on. What does not fit into it is postponed: a long expression is
evaluated elsewhere, everything else waits for another turn.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, thread_time
from typing import Protocol

from connectors.sdk.types import JSON
from flows.engine.mapping import DEFAULT, Expression, MappingError, MappingTimeout

TURN_S = 0.03
"""No expression runs on the host's thread for longer. None begins after half of it."""
SHORT_TURN_S = 0.005
CALM_S = 0.5
"""For so long after an expression that used up its turn, turns are short: whatever runs away, the host
does not lose much of its time."""
LONG_S = 0.01
"""An expression that needs so much of the processor is long: it is evaluated elsewhere from then on."""
MEMORY_S = 30.0
"""How long an expression counts as long after the last evaluation that showed it."""
LONGEST_S = 1.0
"""No turn is longer by the clock."""


class Answer(Protocol):
    """What an evaluation came to; ``seconds`` of the processor were used."""

    @property
    def value(self) -> JSON: ...
    @property
    def error(self) -> MappingError | None: ...
    @property
    def seconds(self) -> float: ...


class Pace:
    """What a process knows of how long an expression of a flow version takes. ``doubtful``: it may be
    long, so its next evaluation is measured by the processor's time; the clock also runs while
    others have the processor."""

    __slots__ = ("doubtful", "evaluate", "expression", "long_until")

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.evaluate = expression.evaluate
        self.doubtful = False
        self.long_until = 0.0

    def note(self, seconds: float) -> None:
        """An evaluation needed so much of the processor."""
        self.doubtful = seconds >= LONG_S
        self.long_until = monotonic() + MEMORY_S if self.doubtful else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """An expression to be evaluated elsewhere, with the full limits."""

    pace: Pace
    data: JSON
    bindings: Mapping[str, JSON] | None

    @property
    def expression(self) -> Expression:
        """What is to be evaluated."""
        return self.pace.expression


class OutOfTime(Exception):
    """There is no time for an expression. ``work`` is to be done elsewhere; None where another turn will
    do. It is no FairleadError: nothing has failed."""

    def __init__(self, work: Work | None = None) -> None:
        self.work = work


@dataclass(frozen=True, slots=True)
class _Here:
    value: JSON
    error: None = None
    seconds: float = 0.0


class Turn:
    """What counts is the processor's time: where others have it meanwhile, a turn takes longer by the
    clock. ``answers`` are those that the place which is gone on with has so far; None where nothing
    was postponed."""

    __slots__ = ("_at", "_calm_at", "_ends_at", "_latest", "_opens_until", "_seconds", "_used", "answers")

    def __init__(self) -> None:
        self.answers: dict[Pace, Answer] | None = None
        self._calm_at = 0.0
        self.start()

    def start(self, seconds: float = TURN_S) -> None:
        """Begins another turn, of so many seconds."""
        self._at = monotonic()
        self._used = thread_time()
        self._latest = self._at + LONGEST_S
        self._last(min(seconds, SHORT_TURN_S) if self._at < self._calm_at else seconds)

    @property
    def over(self) -> bool:
        """Whether no further expression begins, as of the last evaluation."""
        return self._at > self._opens_until and not self._goes_on()

    def evaluate(self, pace: Pace, data: JSON, bindings: Mapping[str, JSON] | None) -> JSON:
        """The value of the expression.

        Raises:
            MappingError: it fails.
            OutOfTime: it is long, or there is no time left to begin it.
        """
        if self.answers is not None:
            return self._answered(self.answers, pace, data, bindings)
        began = self._at = monotonic()
        if began > self._opens_until and not self._goes_on():
            raise OutOfTime
        if pace.doubtful:
            return self._measured(pace, data, bindings)
        try:
            value = pace.evaluate(data, bindings, DEFAULT, self._ends_at)
        except MappingTimeout:
            value = self._once_more(pace, data, bindings)
        self._at = ended = monotonic()
        if ended - began > LONG_S:
            pace.doubtful = True
        return value

    def _answered(
        self, answers: dict[Pace, Answer], pace: Pace, data: JSON, bindings: Mapping[str, JSON] | None
    ) -> JSON:
        """The answer that the place has, or one that it keeps should it be postponed once more."""
        answer = answers.get(pace)
        if answer is None:
            self.answers = None
            try:
                answer = answers[pace] = _Here(self.evaluate(pace, data, bindings))
            finally:
                self.answers = answers
        if answer.error is not None:
            raise answer.error
        return answer.value

    def _measured(self, pace: Pace, data: JSON, bindings: Mapping[str, JSON] | None) -> JSON:
        if pace.long_until > self._at:
            raise OutOfTime(Work(pace, data, bindings))
        used = thread_time()
        try:
            value = pace.evaluate(data, bindings, DEFAULT, self._ends_at)
        except MappingTimeout:
            value = self._once_more(pace, data, bindings)
        pace.note(thread_time() - used)
        self._at = monotonic()
        return value

    def _once_more(self, pace: Pace, data: JSON, bindings: Mapping[str, JSON] | None) -> JSON:
        """Where the processor was elsewhere most of the time, the expression has not had its turn yet."""
        self._at = monotonic()
        while self._goes_on():
            with suppress(MappingTimeout):
                return pace.evaluate(data, bindings, DEFAULT, self._ends_at)
            self._at = monotonic()
        self._calm_at = self._at + CALM_S
        pace.note(LONG_S)
        raise OutOfTime(Work(pace, data, bindings))

    def _goes_on(self) -> bool:
        """Whether the turn has the better half of its time yet, by the processor's clock."""
        used = thread_time() - self._used
        if used > self._seconds / 2 or self._at > self._latest:
            return False
        self._last(self._seconds, used)
        return True

    def _last(self, seconds: float, used: float = 0.0) -> None:
        self._seconds = seconds
        self._opens_until = self._at + seconds / 2 - used
        self._ends_at = self._at + seconds - used
