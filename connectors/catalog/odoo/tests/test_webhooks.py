"""Odoo's own webhooks: set up once, taken as hints, read back."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from connectors.catalog.odoo.operations.read_hint import hint_key
from connectors.catalog.odoo.tests.conftest import Desk
from connectors.sdk.errors import PermanentError
from connectors.sdk.types import JSON


class Receiver:
    """Takes what Odoo posts."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: list[JSON] = []

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.json())
        return web.Response()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    taken = Receiver()
    app = web.Application()
    app.router.add_post("/hook", taken.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    taken.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield taken
    await runner.cleanup()


async def test_a_change_comes_as_one_hint_and_is_read_back(both: Desk, receiver: Receiver) -> None:
    setting: dict[str, JSON] = {
        "model": "hr.employee",
        "url": receiver.url,
        "trigger_fields": ["name", "work_email"],
        "fields": ["name"],
        "name": both.prefix,
    }
    first = await both.do("webhooks", **setting)
    assert await both.do("webhooks", **setting) == first
    made = await both.do(
        "upsert",
        model="hr.employee",
        external_id=both.name("e"),
        values={"name": "Nurse", "job_title": "Nurse"},
    )
    assert [one["_id"] for one in receiver.bodies] == [made["id"]]
    await both.do("update", model="hr.employee", id=made["id"], values={"job_title": "Head nurse"})
    assert len(receiver.bodies) == 1
    hint = receiver.bodies[0]
    found = await both.do("read_hint", hint=hint, model="hr.employee", fields=["job_title"])
    assert found["key"] == hint_key(hint) == f"hr.employee:{made['id']}:{hint['write_date']}"
    assert found["record"] == {"id": made["id"], "job_title": "Head nurse"}
    assert (await both.do("webhooks", action="remove", model="hr.employee", name=both.prefix))["removed"]
    await both.do("update", model="hr.employee", id=made["id"], values={"name": "Renamed"})
    assert len(receiver.bodies) == 1


async def test_trigger_fields_are_asked_for(both: Desk) -> None:
    without = await both.error("webhooks", model="hr.employee", url="http://x.test")
    assert isinstance(without, PermanentError)
    assert "14 times" in without.hint
    wrong = await both.error("webhooks", model="hr.employee", url="http://x.test", trigger_fields=["nope"])
    assert "nope" in str(wrong)


async def test_a_hint_about_something_else_is_refused(both: Desk) -> None:
    other = {"_model": "res.users", "_id": 2, "write_date": ""}
    assert isinstance(await both.error("read_hint", hint=other, model="hr.employee"), PermanentError)
    assert isinstance(await both.error("read_hint", hint={"a": 1}), PermanentError)
    gone = await both.do("read_hint", hint={"_model": "hr.employee", "_id": 10**6})
    assert gone["record"] is None
