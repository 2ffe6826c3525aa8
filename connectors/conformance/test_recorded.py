"""Every recorded conversation replays: what is sent is what was recorded, and so is what it comes to."""

from collections.abc import Mapping

import pytest

from connectors.conformance.fixtures import Fixture, Recorded
from connectors.conformance.kit import FIXTURES, call, context, session, spec_of, tells_no_secret
from connectors.conformance.matching import difference
from connectors.conformance.target import Target
from connectors.sdk.protocol import CallOutcome
from connectors.sdk.schemas import validator
from connectors.sdk.types import JSON


@pytest.mark.parametrize("recorded", FIXTURES, ids=str)
async def test_the_conversation_replays(recorded: Recorded, target: Target) -> None:
    fixture = target.load(recorded)
    if fixture.action == "call":
        outcomes = await call(recorded.connector, fixture, target)
        explain = [one.error.to_json() for one in outcomes if one.error]
        assert target.surprises == [], explain
        assert len(outcomes) == len(fixture.outcomes)
        for wanted, found in zip(fixture.outcomes, outcomes, strict=True):
            _check(recorded.connector, fixture, wanted, found)
        assert tells_no_secret(fixture, outcomes)
    else:
        await _other(recorded.connector, fixture, target)
        assert target.surprises == []
    assert target.left == []


def _check(name: str, fixture: Fixture, wanted: Mapping[str, JSON], found: CallOutcome) -> None:
    if "error" not in wanted:
        assert found.error is None
        assert difference(wanted["output"], found.output) is None
        assert validator(spec_of(name, fixture.operation).output_schema).problems(found.output) == ()
        return
    assert found.error is not None
    assert found.output is None
    assert found.error.code == wanted["error"], found.error.message
    assert wanted.get("message_has", "") in found.error.message
    assert found.error.retry_after == wanted.get("retry_after", found.error.retry_after)


async def _other(name: str, fixture: Fixture, target: Target) -> None:
    async with session(name, context(fixture, allowed=(target.host,))) as opened:
        if fixture.action == "describe":
            schema = await opened.describe(fixture.expected["target"])
            assert difference(fixture.expected["schema"], schema) is None
            return
        result = await opened.test()
    assert result.ok is fixture.expected["ok"], result.message
    assert fixture.expected.get("message_has", "") in result.message
    assert not any(secret and secret in f"{result}" for secret in fixture.secrets.values())
