"""What the door accepts and refuses. Whatever is refused leaves nothing in any table."""

import asyncio
import base64
import hashlib
import hmac
import time
from collections import Counter

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from connectors.sdk.types import JSON
from flows.facade import access, flows, webhooks
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.intake.support import Caller, stored, token_of
from tests.integration.runs_support import account

HOOK = "/hooks/orders"
START = "/api/v1/flows/orders/executions/"


@pytest.fixture
def orders(cast: Cast) -> str:
    """The flow ``orders``, which the client may start; the client's token."""
    flow = factories.published(cast.analyst)
    access.grant(flow, cast.client, ["view", "start"])
    return token_of(cast.client)


async def test_an_event_is_committed_when_it_is_answered(caller: Caller, orders: str) -> None:
    caller.token = orders
    answer = await caller.post(HOOK, {"id": "A-1", "total": 3})
    assert answer.status == 202
    assert answer.headers["location"] == f"/api/v1/executions/{answer.body['id']}/"
    assert answer.body | {"id": ""} == {
        "id": "",
        "status": "queued",
        "flow": "orders",
        "version": 1,
        "duplicate": False,
    }
    [row] = await sync_to_async(fetch)(
        "SELECT e.trigger_kind, e.business, p.body, q.status FROM execution e"
        " JOIN payload p ON p.execution_id = e.id JOIN queue q ON q.execution_id = e.id"
    )
    assert row == ("webhook", {"order": "A-1"}, b'{"id":"A-1","total":3}', "queued")
    assert (await caller.post(START, {"id": "A-2", "total": 1})).status == 202
    assert (await sync_to_async(account)())["accepted"] == 2


async def test_many_at_once_share_commits_and_each_gets_its_own(caller: Caller, orders: str) -> None:
    caller.token = orders
    answers = await asyncio.gather(*(caller.post(HOOK, {"id": str(one)}) for one in range(300)))
    assert {one.status for one in answers} == {202}
    assert len({one.body["id"] for one in answers}) == 300
    [(accepted, keys)] = await sync_to_async(fetch)(
        "SELECT (SELECT count(*) FROM queue), (SELECT count(DISTINCT value) FROM business_key)"
    )
    assert (accepted, keys) == (300, 300)


async def test_two_hundred_duplicates_at_once_are_one_execution(caller: Caller, orders: str) -> None:
    caller.token = orders
    answers = await asyncio.gather(
        *(caller.post(HOOK, {"id": "A"}, idempotency_key="order-A") for _ in range(200))
    )
    assert Counter(one.body["duplicate"] for one in answers) == {True: 199, False: 1}
    assert len({one.body["id"] for one in answers}) == 1
    again = await caller.post(HOOK, {"id": "A"}, idempotency_key="order-A")
    assert again.body["duplicate"] and again.body["id"] == answers[0].body["id"]
    other = await caller.post(HOOK, {"id": "B"}, idempotency_key="order-A")
    assert (other.status, other.body["code"]) == (422, "intake.key_reused")
    assert (await sync_to_async(account)())["accepted"] == 1


async def test_the_flow_can_name_the_key_itself(caller: Caller, orders: str, cast: Cast) -> None:
    await sync_to_async(factories.published)(cast.analyst, keys={"idempotency": "id"})
    caller.token = orders
    first, second = await caller.post(HOOK, {"id": "A"}), await caller.post(HOOK, {"id": "A"})
    assert first.body["id"] == second.body["id"] and second.body["duplicate"]


async def test_a_key_may_be_used_again_when_its_time_is_over(caller: Caller, orders: str) -> None:
    caller.token = orders
    first = await caller.post(HOOK, {"id": "A"}, idempotency_key="k")
    await sync_to_async(fetch)("UPDATE dedup SET expires_at = now() - interval '1 second'")
    second = await caller.post(HOOK, {"id": "B"}, idempotency_key="k")
    assert second.status == 202 and second.body["id"] != first.body["id"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"a": NaN}', "application/json", 400),
        (b'{"a": "\\u0000"}', "application/json", 400),
        (b'{"a": "\\ud800"}', "application/json", 400),
        (b"[" * 100_000 + b"]" * 100_000, "application/json", 400),
        (b"\xff\xfe\xff", "application/json", 400),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "application/xml", 400),
        (b"<a>" * 100_000, "application/xml", 400),
        (b"{}", "image/png", 415),
        (b"{}", "", 415),
    ],
)
async def test_a_bad_body_is_named_and_nothing_of_it_stays(
    body: bytes, content_type: str, status: int, caller: Caller, orders: str
) -> None:
    caller.token = orders
    answer = await caller.post(HOOK, body, content_type)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.body["code"] and answer.body["hint"]
    assert await sync_to_async(stored)() == 0
    assert (await caller.post(HOOK)).status == 202


async def test_a_large_body_is_refused_as_soon_as_it_is_known(caller: Caller, orders: str) -> None:
    caller.token = orders
    announced = await caller.post(HOOK, b"{}", content_length=str(11 * 1024**2))
    streamed = await caller.post(HOOK, [b"x" * 1024**2] * 12)
    assert (announced.status, streamed.status) == (413, 413)
    for told in (announced.body, streamed.body):
        assert "10,485,760 bytes" in told["detail"]
        assert "claim check" in told["hint"]
        assert "FAIRLEAD" not in told["hint"]
    assert await sync_to_async(stored)() == 0


async def test_a_body_beyond_the_inline_bound_is_kept_apart(caller: Caller, orders: str) -> None:
    caller.token = orders
    body: JSON = {"id": "A", "text": "x" * 300_000}
    assert (await caller.post(HOOK, body)).status == 202
    [row] = await sync_to_async(fetch)(
        "SELECT p.body IS NULL, octet_length(b.body) > 300000 FROM payload p JOIN blob b ON b.id = p.blob_id"
    )
    assert row == (True, True)


async def test_nobody_known_and_nobody_allowed(caller: Caller, orders: str, cast: Cast) -> None:
    assert (await caller.post(HOOK)).status == 401
    assert (await caller.post(HOOK, authorization="Bearer flt_00000000_0")).status == 401
    basic = await caller.post(HOOK, authorization="Basic eDp5")
    assert basic.status == 401
    assert "Basic is not accepted" in basic.body["detail"]
    steward = await sync_to_async(token_of)(cast.steward)
    outsider = await sync_to_async(token_of)(cast.outsider)
    reader = await sync_to_async(token_of)(cast.client, "executions:read")
    assert (await caller.post(HOOK, authorization=f"Bearer {steward}")).status == 403
    assert (await caller.post(HOOK, authorization=f"Bearer {outsider}")).status == 404
    assert (await caller.post(HOOK, authorization=f"Bearer {reader}")).status == 403
    caller.token = orders
    assert (await caller.post("/hooks/nothing")).status == 404
    assert (await caller.post(HOOK, method="GET")).status == 405
    assert await sync_to_async(stored)() == 0


async def test_a_paused_flow_takes_nothing_until_it_is_resumed(
    caller: Caller, orders: str, cast: Cast
) -> None:
    caller.token = orders
    await sync_to_async(flows.pause)(cast.analyst, "orders")
    assert (await caller.post(HOOK)).status == 409
    assert await sync_to_async(stored)() == 0


async def test_a_version_published_a_moment_ago_is_the_one_that_runs(
    caller: Caller, orders: str, cast: Cast
) -> None:
    caller.token = orders
    assert (await caller.post(HOOK, {"id": "A"})).body["version"] == 1
    await sync_to_async(factories.published)(cast.analyst, keys={"business": {"number": "id"}})
    assert (await caller.post(HOOK, {"id": "B"})).body["version"] == 2
    names = await sync_to_async(fetch)("SELECT name, value FROM business_key ORDER BY value")
    assert names == [("order", "A"), ("number", "B")]


def signed(secret: str, body: bytes, message: str = "msg_1", at: float | None = None) -> dict[str, str]:
    stamp = str(int(at if at is not None else time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{message}.{stamp}.".encode() + body, hashlib.sha256).digest()
    signature = "v1," + base64.b64encode(made).decode()
    return {"webhook_id": message, "webhook_timestamp": stamp, "webhook_signature": signature}


async def test_a_signed_webhook_needs_no_token_and_its_id_is_its_key(
    caller: Caller, orders: str, cast: Cast
) -> None:
    secret = (await sync_to_async(webhooks.rotate)(cast.analyst, "orders")).secret
    body = b'{"id":"A"}'
    first = await caller.post(HOOK, body, **signed(secret, body))
    again = await caller.post(HOOK, body, **signed(secret, body))
    assert (first.status, again.status) == (202, 202)
    assert again.body == {**first.body, "duplicate": True}
    late = signed(secret, body, "msg_2", time.time() - 600)
    for headers in (signed("whsec_AAAA", body, "msg_3"), signed(secret, b"{}", "msg_4"), late):
        assert (await caller.post(HOOK, body, **headers)).status == 401
    assert (await caller.post("/hooks/nothing", body, **signed(secret, body))).status == 401
    assert (await sync_to_async(account)())["accepted"] == 1


async def test_who_can_neither_sign_nor_send_a_header_posts_to_an_address_with_a_secret(
    caller: Caller, orders: str, cast: Cast
) -> None:
    """As Odoo does."""
    fresh = await sync_to_async(webhooks.rotate)(cast.analyst, "orders")
    address = fresh.secret_address
    assert (await caller.post(address, {"id": "A"})).status == 401  # a flow says that it takes this
    by_address = {"kind": "webhook", "config": {"auth": ["address"]}}
    await sync_to_async(factories.published)(cast.analyst, trigger=by_address)
    await asyncio.sleep(1.1)  # what is known of a flow may be a second old
    assert (await caller.post(address, {"id": "A"})).status == 202
    assert (await caller.post(HOOK, {"id": "A"})).status == 401
    wrong = address[:-1] + ("A" if address[-1] != "A" else "B")
    for other in (wrong, address.replace("orders", "nothing"), f"{HOOK}/{'A' * 43}"):
        assert (await caller.post(other, {"id": "A"})).status == 401
    assert (await caller.post(f"{HOOK}/short", {"id": "A"})).status == 404
    await sync_to_async(webhooks.revoke)(cast.analyst, "orders")
    await asyncio.sleep(1.1)
    assert (await caller.post(address, {"id": "B"})).status == 401


async def test_the_console_starts_a_flow_by_its_session(caller: Caller, orders: str, cast: Cast) -> None:
    browser = Client()
    await sync_to_async(browser.force_login)(cast.analyst, "django.contrib.auth.backends.ModelBackend")
    session, proof = browser.cookies["sessionid"].value, "a" * 32
    cookie = f"sessionid={session}; csrftoken={proof}"
    answer = await caller.post(START, {"id": "A"}, cookie=cookie, x_csrftoken=proof)
    assert answer.status == 202
    [kind] = await sync_to_async(fetch)("SELECT trigger_kind FROM execution")
    assert kind == ("manual",)
    assert (await caller.post(START, {"id": "B"}, cookie=cookie)).status == 403
    assert (await caller.post(HOOK, {"id": "B"}, cookie=cookie, x_csrftoken=proof)).status == 401
    assert (await caller.post(START, {"id": "B"}, cookie="sessionid=none")).status == 401
