"""What of a Run waits for time or for an expression that is evaluated elsewhere.

It waits in the order in which it would have been done, and everything that comes later waits behind
it; so a Run that had to wait comes to just what it would have come to otherwise. Nothing that waits
has left a trace.
"""

from collections.abc import Callable
from typing import NamedTuple

from flows.engine.turns import Answer, OutOfTime, Pace, Turn, Work


class Place(NamedTuple):
    """``again`` goes on here: it changes nothing before its expressions are evaluated, which may be
    postponed once more. ``begins``: a step that has not begun, and does not once the end is decided.
    ``evaluates``: it has expressions of its own, and does not only lead on to other places."""

    again: Callable[[], object]
    begins: bool = False
    evaluates: bool = True


class Lack:
    """What the first place waits for: ``work`` to be done elsewhere, or another turn where that is None.
    ``answers`` are those that the place has so far."""

    __slots__ = ("answers", "met", "told", "work")

    def __init__(self, work: Work | None, answers: dict[Pace, Answer]) -> None:
        self.work = work
        self.answers = answers
        self.told = False
        self.met = False


class Postponed:
    """``places`` is empty where nothing waits. ``turn`` is the host's; None where it has all the time."""

    __slots__ = ("_lack", "_turn", "places")

    def __init__(self, turn: Turn | None) -> None:
        self.places: list[Place] = []
        self._turn = turn
        self._lack: Lack | None = None

    def behind(self, place: Place) -> bool:
        """Whether the place has to wait, as others do already."""
        if self.places:
            self.places.append(place)
            return True
        return False

    def waits(self, place: Place) -> bool:
        """Whether the place has to wait: behind others, or since the turn is over."""
        if self.behind(place):
            return True
        if self._turn is None or not self._turn.spent():
            return False
        self.put(place, OutOfTime())
        return True

    def put(self, place: Place, reason: OutOfTime) -> None:
        """Postpones a place for which there was no time."""
        if self.behind(place):
            return
        self.places.append(place)
        answers = self._turn.answers if self._turn is not None else None
        self._lack = Lack(reason.work, {} if answers is None else answers)
        self.passed()

    def passed(self) -> None:
        """The expressions of the place that is gone on with are evaluated, or it is postponed again:
        what follows has its own."""
        if self._turn is not None:
            self._turn.answers = None

    def answer(self, work: Work, answer: Answer) -> None:
        """What an evaluation elsewhere came to; without effect where it is not awaited any more."""
        work.pace.note(answer.seconds)
        lack = self._lack
        if lack is not None and lack.work is work:
            lack.answers[work.pace] = answer
            lack.met = True

    def awaits(self, work: Work) -> bool:
        """Whether the Run waits for this."""
        return self._lack is not None and self._lack.work is work and not self._lack.met

    def go_on(self, halted: bool) -> None:
        """Goes on in the order of the places, as far as there are answers and time."""
        if halted:
            self._drop()
        if self._lack is not None and self._lack.work is None:
            self._lack.met = True  # this is another turn
        while self.places and (self._lack is None or self._lack.met):
            place, *later = self.places
            self.places.clear()
            self._again(place)
            self.places.extend(later)

    def news(self) -> Lack | None:
        """What is lacking, unless the host was told of it and it is work."""
        lack = self._lack
        if lack is None or (lack.told and lack.work is not None):
            return None
        lack.told = True
        return lack

    def _again(self, place: Place) -> None:
        lack, self._lack = self._lack, None
        assert self._turn is not None
        if place.evaluates:
            self._turn.answers = lack.answers if lack is not None else {}
        try:
            place.again()
        finally:
            self._turn.answers = None

    def _drop(self) -> None:
        while self.places and self.places[0].begins:
            self._lack = None
            self.places.pop(0).again()  # which sees that it may not begin
