"""How long the local work of Runs may hold up their host, and what becomes of work that takes longer.

A host that runs many executions on one thread shares a ``Turn`` with their Runs, and starts it anew
before it lets some of them go on. What does not fit into it is postponed: long work is done
elsewhere, everything else waits for another turn.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from time import monotonic, thread_time
from typing import Any, Protocol

import orjson

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.mapping import DEFAULT, Expression, Limits, MappingTimeout
from flows.engine.mapping.isolation.replies import told

TURN_S = 0.03
"""No expression runs on the host's thread for longer. None begins after half of it."""
SHORT_TURN_S = 0.005
CALM_S = 0.5
"""For so long after an expression that used up a whole turn, turns are short: whatever runs away, the
host does not lose much of its time."""
LONG_S = 0.01
"""Work that needs so much of the processor is long: it is done elsewhere from then on."""
MEMORY_S = 30.0
"""How long work counts as long after it was last seen to be."""
LONGEST_S = 1.0
"""No turn is longer by the clock."""
LIMITS = replace(DEFAULT, patience=15.0)
"""Those of expressions elsewhere: where they stand behind all others, it is the processor's time that
counts."""


class Answer(Protocol):
    """What work came to; ``seconds`` of the processor were used."""

    @property
    def value(self) -> Any: ...
    @property
    def error(self) -> FairleadError | None: ...
    @property
    def seconds(self) -> float: ...


class Pace:
    """What a process knows of how long a piece of local work of a flow version takes. ``doubtful``: it
    may be long, so the next time it is measured by the processor's time; the clock also runs while
    others have the processor."""

    __slots__ = ("doubtful", "long_until")

    def __init__(self) -> None:
        self.doubtful = False
        self.long_until = 0.0

    def note(self, seconds: float) -> None:
        """It needed so much of the processor."""
        self.doubtful = seconds >= LONG_S
        self.long_until = monotonic() + MEMORY_S if self.doubtful else 0.0


class Work(Protocol):
    """Local work that is to be done elsewhere. ``request`` is put to an evaluating process."""

    @property
    def pace(self) -> Pace: ...
    @property
    def limits(self) -> Limits: ...
    def request(self) -> dict[str, Any]: ...
    def read(self, reply: Mapping[str, Any]) -> Any:
        """What the process replied; raises the error that it tells."""


class Evaluated(Pace):
    """The pace of an expression in its place."""

    __slots__ = ("evaluate", "expression")

    def __init__(self, expression: Expression) -> None:
        super().__init__()
        self.expression = expression
        self.evaluate = expression.evaluate


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Work: an expression over its data."""

    pace: Evaluated
    data: JSON
    bindings: Mapping[str, JSON] | None

    @property
    def limits(self) -> Limits:
        """The full ones: a large input may take its time, since nobody waits for it on this thread."""
        with suppress(TypeError):  # what is no JSON is told when it is sent
            return LIMITS.grown(len(orjson.dumps((self.data, self.bindings))))
        return LIMITS

    def request(self) -> dict[str, Any]:
        """What is to be evaluated, and how far the fast engine is trusted with it."""
        return {
            "task": "evaluate",
            "source": self.pace.expression.source,
            "data": self.data,
            "bindings": self.bindings,
            "limits": asdict(self.limits),
            "standing": self.pace.expression.standing,
        }

    def read(self, reply: Mapping[str, Any]) -> JSON:
        """The value; raises MappingError."""
        self.pace.expression.heed(reply.get("standing"))
        if "error" in reply:
            raise told(reply["error"])
        return reply["output"]


class OutOfTime(Exception):
    """There is no time for local work. ``work`` is to be done elsewhere; None where another turn will do.
    It is no FairleadError: nothing has failed."""

    def __init__(self, work: Work | None = None) -> None:
        self.work = work


@dataclass(frozen=True, slots=True)
class _Here:
    value: JSON
    error: None = None
    seconds: float = 0.0


class Turn:
    """What counts is the processor's time: where others have it meanwhile, a turn takes longer by the
    clock. ``answers`` are those that the place which is gone on with has so far; None where it was
    not postponed."""

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

    def spent(self) -> bool:
        """Whether the turn is over, as of now."""
        self._at = monotonic()
        return self.over

    def evaluate(self, pace: Evaluated, data: JSON, bindings: Mapping[str, JSON] | None) -> JSON:
        """The value of the expression.

        Raises:
            MappingError: it fails.
            OutOfTime: it is long, or there is no time left to begin it.
        """
        if pace.doubtful or self.answers is not None:
            here = partial(self._value, pace, data, bindings)
            return self._carefully(pace, here, partial(Evaluation, pace, data, bindings))
        began = self._at = monotonic()
        if began > self._opens_until and not self._goes_on():
            raise OutOfTime
        try:
            value = pace.evaluate(data, bindings, DEFAULT, self._ends_at)
        except MappingTimeout:
            value = self._once_more(pace, data, bindings)
        self._at = ended = monotonic()
        if ended - began > LONG_S:
            pace.doubtful = True
        return value

    def carry_out(self, pace: Pace, here: Callable[[], Any], work: Callable[[], Work]) -> Any:
        """What ``here`` gives. It cannot be ended on the way; where it shows itself long, its ``work`` is
        to be done elsewhere the next time.

        Raises:
            FairleadError: it fails.
            OutOfTime: it is long, or there is no time left to begin it.
        """
        if pace.doubtful or self.answers is not None:
            return self._carefully(pace, here, work)
        began = self._at = monotonic()
        if began > self._opens_until and not self._goes_on():
            raise OutOfTime
        try:
            return here()
        finally:
            self._at = monotonic()
            pace.doubtful = self._at - began > LONG_S

    def _carefully(self, pace: Pace, here: Callable[[], Any], work: Callable[[], Work]) -> Any:
        """The answer that the place has, or one that it keeps should it be postponed once more."""
        answers = self.answers
        answer = answers.get(pace) if answers is not None else None
        if answer is None:
            answer = _Here(self._measured(pace, here, work))
            if answers is not None:
                answers[pace] = answer
        if answer.error is not None:
            raise answer.error
        return answer.value

    def _measured(self, pace: Pace, here: Callable[[], Any], work: Callable[[], Work]) -> Any:
        self._at = monotonic()
        if self._at > self._opens_until and not self._goes_on():
            raise OutOfTime
        if pace.long_until > self._at:
            raise OutOfTime(work())
        used = thread_time()
        value = here()
        pace.note(thread_time() - used)
        self._at = monotonic()
        return value

    def _value(self, pace: Evaluated, data: JSON, bindings: Mapping[str, JSON] | None) -> JSON:
        try:
            return pace.evaluate(data, bindings, DEFAULT, self._ends_at)
        except MappingTimeout:
            return self._once_more(pace, data, bindings)

    def _once_more(self, pace: Evaluated, data: JSON, bindings: Mapping[str, JSON] | None) -> JSON:
        """Where the processor was elsewhere most of the time, the expression has not had its turn yet."""
        self._at = monotonic()
        while self._goes_on():
            with suppress(MappingTimeout):
                return pace.evaluate(data, bindings, DEFAULT, self._ends_at)
            self._at = monotonic()
        if self._seconds > SHORT_TURN_S:
            self._calm_at = self._at + CALM_S
        pace.note(LONG_S)
        raise OutOfTime(Evaluation(pace, data, bindings))

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
