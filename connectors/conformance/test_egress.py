"""No connector reaches what Fairlead must not reach, whatever it is told or led to."""

import pytest

from connectors.conformance.kit import OPERATIONS, call, sample, tells_no_secret
from connectors.conformance.target import Target
from connectors.sdk.errors import EgressRefused

each_operation = pytest.mark.parametrize(("name", "operation"), OPERATIONS)


@each_operation
@pytest.mark.parametrize(
    "address", ["http://169.254.169.254", "http://[::ffff:169.254.169.254]", "http://10.0.0.1"]
)
async def test_inner_addresses_are_refused(name: str, operation: str, address: str) -> None:
    fixture = sample(name, operation).at(address)
    outcomes = await call(name, fixture)
    assert [type(one.error) for one in outcomes] == [EgressRefused] * len(fixture.items)


@each_operation
async def test_a_metadata_address_is_refused_even_where_it_is_allowed(name: str, operation: str) -> None:
    fixture = sample(name, operation).at("http://169.254.169.254")
    exempt = Target()
    exempt.address = "http://169.254.169.254"
    outcomes = await call(name, fixture, exempt)
    assert [type(one.error) for one in outcomes] == [EgressRefused] * len(fixture.items)


@each_operation
async def test_the_loopback_is_refused_unless_allowed(name: str, operation: str, target: Target) -> None:
    fixture = target.load(sample(name, operation))
    outcomes = await call(name, fixture)
    assert [type(one.error) for one in outcomes] == [EgressRefused] * len(fixture.items)
    assert target.requests == 0


@each_operation
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_leads_nowhere_else(
    name: str, operation: str, status: int, target: Target, bystander: Target
) -> None:
    fixture = target.load(sample(name, operation))
    target.fault = target.status(status, headers={"Location": f"{bystander.address}/secret"})
    outcomes = await call(name, fixture, target)
    assert all(one.error is not None for one in outcomes)
    assert bystander.requests == 0
    assert tells_no_secret(fixture, outcomes)
