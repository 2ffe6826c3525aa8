"""The breaker: opens after failures in a row, probes once, closes with a success."""

import pytest

from connectors.connections.models import RestReason
from connectors.connections.rests import LONGEST_ASKED_S, Rest
from connectors.sdk.errors import AmbiguousError, ConnectorError, HeldBack, PermanentError, RetryableError
from flows.facade.drain.breaker import FAILURES, FIRST_PAUSE_S, Breaker

DOWN = RetryableError("Nobody answers.")
ASKS = RetryableError("Slow down.", retry_after=12.0)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.note_all([DOWN])
    return breaker


def test_failures_in_a_row_open_it_and_a_success_between_does_not() -> None:
    clock = Clock()
    assert opened(clock).pause() == FIRST_PAUSE_S
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.note_all([DOWN])
        breaker.note_all([None])
    assert breaker.pause() is None


def test_after_the_pause_one_call_probes_and_the_others_wait_for_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += FIRST_PAUSE_S
    assert breaker.pause() is None
    breaker.leaves()
    assert breaker.pause() == 0
    breaker.note_all([None])
    assert breaker.pause() is None


def test_a_failed_probe_opens_it_for_longer() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += FIRST_PAUSE_S
    breaker.leaves()
    breaker.note_all([AmbiguousError("Lost.")])
    assert breaker.pause() == 2 * FIRST_PAUSE_S


def test_a_refused_record_says_nothing_against_the_target() -> None:
    breaker = Breaker(Clock())
    for _ in range(FAILURES * 2):
        breaker.note_all([DOWN, PermanentError("No such supplier.")])
    assert breaker.pause() is None


def test_what_the_target_asks_for_is_granted_at_once() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.note_all([RetryableError("Slow down.", retry_after=12.0)])
    assert breaker.pause() == 12.0
    breaker.note_all([RetryableError("Slow down.", retry_after=15.0)])
    breaker.note_all([RetryableError("Slow down.", retry_after=3.0)])
    assert breaker.pause() == 15.0
    held = breaker.refusal("target", 15.0)
    assert (held.code, held.retry_after) == ("connector.held_back", 15.0)


@pytest.mark.parametrize(
    "other", [None, PermanentError("No such supplier."), DOWN, HeldBack("Not its turn.")]
)
def test_what_one_of_a_batch_was_told_holds_whatever_became_of_the_others(
    other: ConnectorError | None,
) -> None:
    for outcomes in ([ASKS, other], [other, ASKS], [other, RetryableError("Slow.", retry_after=3.0), ASKS]):
        breaker = Breaker(Clock())
        breaker.note_all(outcomes)
        assert breaker.rest == Rest(RestReason.ASKED, 112.0)
        assert breaker.pause() == 12.0


def test_a_probe_that_is_told_to_wait_is_over_though_another_of_its_batch_went_well() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += FIRST_PAUSE_S
    breaker.leaves()
    breaker.note_all([None, ASKS])
    assert breaker.pause() == 12.0
    clock.now += 12.0
    breaker.leaves()
    breaker.note_all([None])
    assert breaker.rest is None


def test_a_target_that_asks_for_a_day_is_looked_at_sooner() -> None:
    breaker = Breaker(Clock())
    breaker.note_all([RetryableError("Come tomorrow.", retry_after=86_400.0)])
    assert breaker.pause() == LONGEST_ASKED_S


def test_what_left_before_the_target_asked_does_not_end_the_rest() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.note_all([RetryableError("Slow down.", retry_after=12.0)])
    breaker.note_all([None])
    assert breaker.pause() == 12.0
    clock.now += 12.0
    breaker.leaves()
    breaker.note_all([None])
    assert (breaker.pause(), breaker.rest) == (None, None)


def test_what_the_target_asked_of_another_process_is_granted_here() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    assert breaker.adopt(clock.now + 12.0)
    assert not breaker.adopt(clock.now + 12.0), "it is known"
    assert breaker.pause() == 12.0
    assert breaker.rest == Rest(RestReason.ASKED, 112.0)
    assert breaker.refusal("target", 12.0).code == "connector.held_back"
    clock.now += 12.0
    breaker.leaves()
    breaker.note_all([None])
    assert breaker.rest is None
    assert not breaker.adopt(clock.now), "it is over"
    assert breaker.pause() is None


def test_a_rest_that_was_adopted_outlasts_the_probe_of_a_shorter_one() -> None:
    clock = Clock()
    breaker = opened(clock)
    assert breaker.rest == Rest(RestReason.FAILING, 100.0 + FIRST_PAUSE_S)
    clock.now += FIRST_PAUSE_S
    breaker.leaves()
    breaker.adopt(clock.now + 30.0)
    assert breaker.pause() == 0
    breaker.note_all([None])
    assert breaker.pause() == 30.0


def test_what_is_asked_for_while_it_fails_is_told_as_asked() -> None:
    clock = Clock()
    breaker = opened(clock)
    breaker.note_all([RetryableError("Slow down.", retry_after=1.0)])
    assert breaker.rest == Rest(RestReason.ASKED, 101.0)
    clock.now += 1.0
    assert breaker.rest == Rest(RestReason.FAILING, 100.0 + FIRST_PAUSE_S)


def test_calls_that_left_before_it_opened_do_not_open_it_for_longer() -> None:
    breaker = opened(Clock())
    for _ in range(FAILURES * 4):
        breaker.note_all([DOWN])
    assert breaker.pause() == FIRST_PAUSE_S


def test_what_was_held_back_says_nothing_of_the_target() -> None:
    breaker = Breaker(Clock())
    for _ in range(FAILURES * 2):
        breaker.note_all([HeldBack("Not its turn.", retry_after=5.0)])
    assert breaker.pause() is None


def test_a_probe_that_never_left_blocks_nobody() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += FIRST_PAUSE_S
    breaker.leaves()
    breaker.note_all([])
    assert breaker.pause() is None


def test_a_refused_call_is_told_the_cause_and_may_come_again() -> None:
    refusal = opened(Clock()).refusal("target", 2.0)
    assert (refusal.code, refusal.message) == ("connector.circuit_open", DOWN.message)
    assert refusal.retryable and refusal.retry_after == 2.0
