"""The contract at the door: what does not fit is answered with a problem, and leaves nothing behind."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from connectors.sdk.types import JSON
from flows.engine.errors import ContractBroken
from flows.facade import access, executions
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.intake.support import Answer, Caller, stored, token_of
from tests.integration.runs_support import account, chain, drained, map_step, status_of

HOOK = "/hooks/orders"
START = "/api/v1/flows/orders/executions/"
FILES = "/api/v1/flows/orders/files/"
CONTRACT: JSON = {
    "title": "Order",
    "type": "object",
    "required": ["Order"],
    "properties": {"Order": {"type": "object", "required": ["ID"], "properties": {"ID": {"maxLength": 20}}}},
}
GOOD: JSON = {"Order": {"ID": "A-1"}}
WRONG: dict[str, tuple[bytes, str]] = {
    "null": (b"null", "application/json"),
    "a list": (b"[1,2]", "application/json"),
    "a text": (b'"text"', "application/json"),
    "a number": (b"5", "application/json"),
    "true": (b"true", "application/json"),
    "another object": (b'{"Invoice": {"ID": "A-1"}}', "application/json"),
    "a part is missing": (b'{"Order": {}}', "application/json"),
    "a part is wrong": (b'{"Order": {"ID": "' + b"Jansen" * 10 + b'"}}', "application/json"),
    "another XML": (b"<Invoice><ID>A-1</ID></Invoice>", "application/xml"),
    "an empty XML": (b"<Order/>", "application/xml"),
    "CSV": (b"ID\nA-1\n", "text/csv"),
    "large": (b'{"Order": [' + b"5," * 100_000 + b"5]}", "application/json"),
}


def publish(cast: Cast, config: JSON, kind: str = "webhook", **changes: Any) -> None:
    factories.published(cast.analyst, trigger={"kind": kind, "config": config}, keys={}, **changes)


@pytest.fixture
async def orders(caller: Caller, cast: Cast) -> Caller:
    """A flow with a contract, and a client that may start it."""

    def prepare() -> str:
        flow = factories.published(
            cast.analyst, trigger={"kind": "webhook", "config": {"schema": CONTRACT}}, keys={}
        )
        access.grant(flow, cast.client, ["view", "start"])
        return token_of(cast.client)

    caller.token = await sync_to_async(prepare)()
    return caller


@pytest.mark.parametrize("path", [HOOK, START])
@pytest.mark.parametrize("name", WRONG)
async def test_what_does_not_fit_is_named_and_nothing_of_it_stays(
    orders: Caller, name: str, path: str
) -> None:
    body, content_type = WRONG[name]
    answer = await orders.post(path, body, content_type, idempotency_key="order-A-1")
    _is_refused(answer)
    assert "Jansen" not in str(answer.body)
    assert await sync_to_async(stored)() == 0
    good = await orders.post(path, GOOD, idempotency_key="order-A-1")
    assert (good.status, good.body["duplicate"]) == (202, False)


async def test_what_fits_is_taken_in_each_format(orders: Caller) -> None:
    assert (await orders.post(HOOK, GOOD)).status == 202
    xml = b'<o:Order xmlns:o="urn:o"><o:ID>A-2</o:ID></o:Order>'
    assert (await orders.post(HOOK, xml, "application/xml")).status == 202
    assert (await orders.post(START, GOOD)).status == 202
    assert (await sync_to_async(account)())["accepted"] == 3


async def test_many_wrong_ones_at_once_harm_nobody(orders: Caller) -> None:
    bodies: list[JSON] = [GOOD if number % 3 == 0 else {"Order": number} for number in range(90)]
    answers = await asyncio.gather(*(orders.post(HOOK, one) for one in bodies))
    assert [one.status for one in answers] == [202 if number % 3 == 0 else 422 for number in range(90)]
    assert (await sync_to_async(account)())["accepted"] == 30


async def test_a_person_and_ordinary_code_are_held_to_it_too(orders: Caller, cast: Cast) -> None:
    by_hand = await _by_hand(orders, cast, b"null")
    _is_refused(by_hand)
    with pytest.raises(ContractBroken) as caught:
        await sync_to_async(executions.start)(cast.analyst, "orders", [1, 2])
    assert caught.value.problems[0].where.path == "$"
    assert await sync_to_async(stored)() == 0
    assert (await _by_hand(orders, cast, b'{"Order": {"ID": "A-1"}}')).status == 202


async def test_a_new_version_brings_its_contract_at_once(orders: Caller, cast: Cast) -> None:
    await sync_to_async(publish)(cast, {})
    other: JSON = {"Invoice": {"ID": "A-1"}}
    await _until_taken(orders, other)
    await sync_to_async(publish)(cast, {"schema": CONTRACT})
    _is_refused(await orders.post(HOOK, other))
    assert (await sync_to_async(account)())["accepted"] == 1


@pytest.mark.parametrize("version", ["original", "live"])
async def test_what_was_accepted_before_can_still_be_replayed(
    orders: Caller, cast: Cast, version: str
) -> None:
    await sync_to_async(publish)(cast, {}, **chain(map_step("Invoice.ID")))
    first = await sync_to_async(executions.start)(cast.analyst, "orders", {"Invoice": {"ID": "A-1"}})
    await sync_to_async(publish)(cast, {"schema": CONTRACT}, **chain(map_step("Invoice.ID")))
    _is_refused(await orders.post(HOOK, {"Invoice": {"ID": "A-1"}}))
    again = await sync_to_async(executions.replay)(cast.operator, first.id, version)
    await drained()
    assert await sync_to_async(status_of)(UUID(again.id)) == "succeeded"


@pytest.mark.parametrize("body", [b"null", b'"text"', b"5", b"false"])
async def test_without_a_contract_a_single_value_is_a_mistake(
    orders: Caller, cast: Cast, body: bytes
) -> None:
    await sync_to_async(publish)(cast, {}, kind="api")
    answer = await orders.post(START, body)
    assert (answer.status, answer.body["code"]) == (422, "body.wrong_type")
    assert "contract" in answer.body["hint"]
    assert await sync_to_async(stored)() == 0
    assert (await _by_hand(orders, cast, body)).status == 202
    for sent in (b"[1,2]", b"{}"):
        assert (await orders.post(START, sent)).status == 202


async def test_a_contract_may_allow_what_is_refused_without_one(orders: Caller, cast: Cast) -> None:
    await sync_to_async(publish)(cast, {"schema": {"type": ["string", "null"]}})
    assert [(await orders.post(HOOK, body)).status for body in (b"null", b'"text"')] == [202, 202]
    _is_refused(await orders.post(HOOK, b"5"))
    await sync_to_async(publish)(cast, {"schema": True})
    await _until_taken(orders, b"5")


async def test_a_flow_that_people_start_needs_no_document(orders: Caller, cast: Cast) -> None:
    await sync_to_async(publish)(cast, {}, kind="manual")
    assert (await orders.post(START, b"null")).status == 202
    await sync_to_async(publish)(cast, {"schema": {"type": "object"}}, kind="manual")
    _is_refused(await orders.post(START, b"null"))


async def test_an_event_may_be_anything(caller: Caller, cast: Cast) -> None:
    def prepare() -> None:
        trigger: JSON = {"kind": "event", "config": {"event": "order.counted"}}
        factories.published(cast.analyst, "listener", trigger=trigger, keys={}, **chain(map_step()))
        config: JSON = {"event": "order.counted", "payload": "42"}
        publish(cast, {}, **chain({"id": "tell", "kind": "publish", "config": config}))
        executions.start(cast.analyst, "orders", {})

    await sync_to_async(prepare)()
    await drained()
    rows = await sync_to_async(fetch)(
        "SELECT p.body, o.status FROM execution e JOIN payload p ON p.execution_id = e.id"
        " JOIN outcome o ON o.execution_id = e.id WHERE e.trigger_kind = 'event'"
    )
    assert [(bytes(body), status) for body, status in rows] == [(b"42", "succeeded")]


async def test_a_file_that_is_not_wanted_is_refused_before_it_is_read(orders: Caller) -> None:
    rows = b"number\n1\n"
    answer = await orders.post(FILES, rows, "text/csv", content_length=str(len(rows)))
    _is_refused(answer)
    assert await sync_to_async(stored)() == 0
    assert await sync_to_async(fetch)("SELECT count(*) FROM upload") == [(0,)]


async def test_a_file_that_is_wanted_is_taken(orders: Caller, cast: Cast) -> None:
    schema: JSON = {"required": ["file"], "properties": {"file": {"properties": {"bytes": {"minimum": 5}}}}}
    await sync_to_async(publish)(cast, {"schema": {"type": "object", **schema}})
    rows = b"number\n1\n"
    assert (await orders.post(FILES, rows, "text/csv", content_length=str(len(rows)))).status == 202
    assert (await orders.post(FILES, rows + b"2\n", "text/csv")).status == 202
    _is_refused(await orders.post(FILES, b"a\n", "text/csv", content_length="2"))


async def test_contracts_without_a_quick_answer_hold_as_well(orders: Caller, cast: Cast) -> None:
    unusual: JSON = {"type": "object", "patternProperties": {"^x-": False}, "not": {"required": ["bad"]}}
    await sync_to_async(publish)(cast, {"schema": unusual})
    assert (await orders.post(HOOK, {"a": 1})).status == 202
    _is_refused(await orders.post(HOOK, {"x-a": 1}))
    _is_refused(await orders.post(HOOK, {"bad": 1}))
    await sync_to_async(publish)(cast, {"schema": {"$ref": "#"}, "accepts": ["json"]})
    endless = await orders.post(HOOK, {"a": 1})
    assert (endless.status, endless.body["code"]) == (422, "schema.endless")
    assert (await sync_to_async(account)())["accepted"] == 1


async def _by_hand(caller: Caller, cast: Cast, body: bytes) -> Answer:
    """A start from the console, by the session of the analyst."""
    browser = Client()
    await sync_to_async(browser.force_login)(cast.analyst, "django.contrib.auth.backends.ModelBackend")
    proof = "a" * 32
    cookie = f"sessionid={browser.cookies['sessionid'].value}; csrftoken={proof}"
    anonymous = Caller(caller.application)
    return await anonymous.post(START, body, cookie=cookie, x_csrftoken=proof)


async def _until_taken(caller: Caller, body: Any) -> None:
    """Posts until the door knows of a version that takes it; it looks again after a second."""
    for _ in range(100):
        if (await caller.post(HOOK, body)).status == 202:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("The new contract did not come into force.")


def _is_refused(answer: Answer) -> None:
    """A problem body that names the contract, each place and what to do."""
    assert (answer.status, answer.body.get("code")) == (422, "body.contract"), answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.body["detail"].startswith("The body does not fit the contract")
    assert answer.body["hint"]
    assert answer.body["problems"]
    assert all(one["where"]["path"].startswith("$") and one["message"] for one in answer.body["problems"])
