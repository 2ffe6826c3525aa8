"""Every operation tells failures apart: what may be tried again, what may not, and what is not known."""

import pytest

from connectors.conformance.fixtures import Fixture
from connectors.conformance.kit import (
    OPERATIONS,
    STATUSES,
    call,
    context,
    hooks,
    sample,
    session,
    tells_no_secret,
)
from connectors.conformance.target import FLOOD_BYTES, Target
from connectors.registry import connector
from connectors.sdk.errors import AmbiguousError, RetryableError

_SOON_S = 2.0
"""Half of it is for the connection, which a busy machine makes in that time too."""
each_operation = pytest.mark.parametrize(("name", "operation"), OPERATIONS)


def lost(name: str, fixture: Fixture) -> tuple[type[Exception], ...]:
    """The errors that a lost answer may be, by what repeating the call does."""
    idempotency = connector(name).idempotency(fixture.operation, fixture.items[0].arguments, fixture.config)
    if idempotency == "read":
        return (RetryableError,)
    return (AmbiguousError,) if idempotency == "none" else (AmbiguousError, RetryableError)


@each_operation
@pytest.mark.parametrize("status", sorted(STATUSES))
async def test_statuses_are_classified(name: str, operation: str, status: int, target: Target) -> None:
    special = hooks(name).get("statuses", {}).get(str(status), {})
    fixture = target.load(sample(name, operation))
    target.fault = target.status(status, special.get("body"), {"Retry-After": "7"})
    outcomes = await call(name, fixture, target)
    wanted = special.get("error", STATUSES[status])
    assert [one.error.code if one.error else None for one in outcomes] == [wanted] * len(fixture.items)
    if wanted == "connector.retryable" and status in {429, 503}:
        assert all(one.error is not None and one.error.retry_after == 7 for one in outcomes)
    assert tells_no_secret(fixture, outcomes)


@each_operation
@pytest.mark.parametrize("way", ["hang", "break_off"])
async def test_a_lost_answer_is_told_as_what_it_is(
    name: str, operation: str, way: str, target: Target
) -> None:
    fixture = target.load(sample(name, operation))
    target.fault = target.hang if way == "hang" else target.break_off
    outcomes = await call(name, fixture, target, timeout_s=_SOON_S)
    assert len(outcomes) == len(fixture.items)
    for outcome in outcomes:
        assert isinstance(outcome.error, lost(name, fixture)), outcome
        assert type(outcome.error) in {AmbiguousError, RetryableError}


@each_operation
async def test_a_target_that_is_down_is_retryable(name: str, operation: str, target: Target) -> None:
    fixture = sample(name, operation).at("http://127.0.0.1:9")
    target.address = "http://127.0.0.1:9"
    outcomes = await call(name, fixture, target)
    assert [type(one.error) for one in outcomes] == [RetryableError] * len(fixture.items)


@each_operation
async def test_an_answer_without_end_is_cut_off(name: str, operation: str, target: Target) -> None:
    fixture = target.load(sample(name, operation))
    target.fault = target.flood
    outcomes = await call(name, fixture, target, timeout_s=120.0)
    assert all(one.error is not None and not isinstance(one.error, RetryableError) for one in outcomes)
    assert target.flooded < FLOOD_BYTES


@each_operation
async def test_each_item_has_its_outcome(name: str, operation: str, target: Target) -> None:
    fixture = target.load(sample(name, operation))
    target.fault = target.status(503)
    many = [fixture.items[0]._replace(key=f"key-{index}") for index in range(7)]
    outcomes = await call(name, fixture, target, items=many)
    assert len(outcomes) == 7
    assert all(one.error is not None for one in outcomes)


@pytest.mark.parametrize("name", sorted({name for name, _ in OPERATIONS}))
async def test_a_test_of_a_target_that_is_down_says_so(name: str) -> None:
    operation = next(one for owner, one in OPERATIONS if owner == name)
    fixture = sample(name, operation).at("http://127.0.0.1:9")
    async with session(name, context(fixture, allowed=("127.0.0.1:9",))) as opened:
        result = await opened.test()
    assert not result.ok
    assert result.message
