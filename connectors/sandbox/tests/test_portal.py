"""The supplier portal: valid documents, verifiable signatures, the same id over all attempts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from decimal import Decimal
from xml.etree import ElementTree

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from standardwebhooks.webhooks import Webhook

from connectors.sandbox.portal.app import build
from connectors.sandbox.portal.documents import as_json, as_xml
from connectors.sandbox.portal.hooks import Hook
from connectors.sandbox.portal.orders import SAMPLES, make_order
from connectors.sandbox.portal.sender import Delivery, Sender
from connectors.sdk.types import JSON

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TODAY = datetime(2026, 1, 31, tzinfo=UTC).date()
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"


class Receiver:
    """Answers with the statuses it is given, then with 202; keeps what it verified."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.came: list[tuple[str, bytes, str]] = []

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        Webhook(SECRET).verify(body, dict(request.headers), json_parse=False)
        self.came.append((request.headers["webhook-id"], body, request.content_type))
        status = self.statuses.pop(0) if self.statuses else 202
        return web.Response(status=status, headers={"Location": "/api/v1/executions/1/"})

    def hook(self) -> Hook:
        return Hook(self.url, SECRET)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    taken = Receiver()
    app = web.Application()
    app.router.add_post("/hooks/supplier-orders", taken.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    taken.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/supplier-orders"
    yield taken
    await runner.cleanup()


Portal = TestClient[web.Request, web.Application]


@pytest.fixture
async def portal(receiver: Receiver) -> AsyncIterator[Portal]:
    async with TestClient(TestServer(build(receiver.hook))) as client:
        yield client


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not done():  # noqa: ASYNC110 - what is waited for lies in another server
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("sample", list(SAMPLES))
def test_documents_add_up_and_say_the_same(sample: str) -> None:
    order = make_order(sample, "PO-1", TODAY)
    assert order == make_order(sample, "PO-1", TODAY)
    root = ElementTree.fromstring(as_xml(order))
    canonical = orjson.loads(as_json(order))
    lines = root.findall(f"{CAC}OrderLine/{CAC}LineItem")
    amounts = [Decimal(str(one.findtext(f"{CBC}LineExtensionAmount"))) for one in lines]
    total = root.findtext(f"{CAC}AnticipatedMonetaryTotal/{CBC}LineExtensionAmount")
    assert Decimal(str(total)) == sum(amounts)
    assert root.findtext(f"{CBC}ID") == canonical["number"] == "PO-1"
    assert [one.findtext(f"{CAC}Item/{CBC}Name") for one in lines] == [
        one["name"] for one in canonical["lines"]
    ]
    assert [one.findtext(f"{CBC}ID") for one in lines] == [one["id"] for one in canonical["lines"]]


async def test_orders_are_sent_signed(portal: Portal, receiver: Receiver) -> None:
    answer = await portal.post("/portal/send", json={"count": 3, "times": 2, "sample": "laboratory"})
    assert answer.status == 202
    assert (await answer.json())["queued"] == 6
    await until(lambda: len(receiver.came) == 6)
    assert len({one[0] for one in receiver.came}) == 6
    assert len({one[1] for one in receiver.came}) == 3
    assert {one[2] for one in receiver.came} == {"application/xml"}
    await portal.post("/portal/send", json={"format": "json"})
    await until(lambda: len(receiver.came) == 7)
    assert receiver.came[6][2] == "application/json"
    deliveries = await (await portal.get("/portal/deliveries")).json()
    assert deliveries["recent"][0]["execution"] == "/api/v1/executions/1/"


async def test_a_refused_attempt_is_repeated_under_its_id(receiver: Receiver) -> None:
    receiver.statuses = [503, 429]
    sender = Sender(receiver.hook, pauses=(0.01, 0.01, 0.01))
    delivery = Delivery("PO-1", "ward", "application/json", b"{}")
    sender.queue(delivery)
    await until(lambda: delivery.state != "waiting")
    assert (delivery.state, delivery.attempts) == ("delivered", 3)
    assert {one[0] for one in receiver.came} == {delivery.id}
    await sender.close()


async def test_what_is_wrong_for_good_is_not_repeated_and_the_rest_given_up(receiver: Receiver) -> None:
    receiver.statuses = [422, 503, 503]
    sender = Sender(receiver.hook, pauses=(0.01,))
    refused = Delivery("PO-1", "ward", "application/json", b"{}")
    sender.queue(refused)
    await until(lambda: refused.state != "waiting")
    assert (refused.state, refused.attempts) == ("refused", 1)
    hopeless = Delivery("PO-2", "ward", "application/json", b"{}")
    sender.queue(hopeless)
    await until(lambda: hopeless.state != "waiting")
    assert (hopeless.state, hopeless.attempts) == ("given up", 2)
    await sender.close()


async def test_what_the_portal_does_not_do_is_told(portal: Portal) -> None:
    wrong: list[JSON] = [{"count": 0}, {"count": 10**6}, {"sample": "x"}, {"format": "pdf"}, {"x": 1}, []]
    for body in wrong:
        assert (await portal.post("/portal/send", json=body)).status == 422
    assert (await portal.post("/portal/send", data=b"count=1")).status == 415
    page = await (await portal.get("/")).text()
    assert "Ward supplies" in page
    async with TestClient(TestServer(build(lambda: None))) as unconfigured:
        assert (await unconfigured.post("/portal/send", json={})).status == 409
