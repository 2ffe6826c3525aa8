"""The database's time as a worker carries it on: never behind it, and ahead by little."""

from datetime import UTC, datetime, timedelta

from flows.facade.drain.clock import TRUSTED_S, Clock

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


class Hands:
    """A monotonic clock that a test moves on; the database's runs beside it from noon."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at

    def database(self) -> datetime:
        return NOON + timedelta(seconds=self.at - 100.0)


def answered(clock: Clock, hands: Hands, before: float, after: float) -> None:
    """The database was asked, looked at its clock after ``before`` seconds, and was heard ``after`` that."""
    asked_at = clock.asked()
    hands.at += before
    said = hands.database()
    hands.at += after
    clock.set(said, asked_at)


def ahead(clock: Clock, hands: Hands) -> float:
    return (clock.now() - hands.database()).total_seconds()


def test_an_answer_that_was_held_up_does_not_set_it_back() -> None:
    clock = Clock(hands := Hands())
    answered(clock, hands, before=0.001, after=0.3)
    assert 0 <= ahead(clock, hands) <= 0.002


def test_a_quick_answer_outweighs_a_slow_one_that_comes_soon_after() -> None:
    clock = Clock(hands := Hands())
    answered(clock, hands, before=0.001, after=0.001)
    hands.at += TRUSTED_S / 2
    answered(clock, hands, before=0.5, after=0.1)
    assert 0 <= ahead(clock, hands) <= 0.002


def test_in_the_end_a_slow_answer_counts_too() -> None:
    clock = Clock(hands := Hands())
    answered(clock, hands, before=0.001, after=0.001)
    hands.at += TRUSTED_S
    answered(clock, hands, before=0.5, after=0.1)
    assert 0.4 <= ahead(clock, hands) <= 0.6
