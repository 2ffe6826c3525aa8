"""A sandbox Odoo of its own for these tests, and a plain client."""

import xmlrpc.client
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import aiohttp
import pytest

from connectors.sandbox.testing import OdooProcess, running_odoo
from connectors.sdk.types import JSON


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OdooProcess]:
    with running_odoo(tmp_path_factory.mktemp("odoo")) as odoo:
        yield odoo


@dataclass(slots=True)
class Wire:
    """Sends requests and gives back status and body."""

    odoo: OdooProcess
    http: aiohttp.ClientSession

    async def call(self, path: str, body: JSON, **headers: str) -> tuple[int, JSON]:
        sent = {"Authorization": f"bearer {self.odoo.api_key}", **headers}
        async with self.http.post(f"{self.odoo.url}/json/2/{path}", json=body, headers=sent) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await (answer.json() if is_json else answer.text())

    async def load(self, model: str, fields: list[str], *data: list[str]) -> JSON:
        status, body = await self.call(f"{model}/load", {"fields": fields, "data": data})
        assert status == 200, body
        return body

    async def page(self) -> str:
        async with self.http.get(f"{self.odoo.url}/") as answer:
            return await answer.text()

    def proxy(self, service: str) -> xmlrpc.client.ServerProxy:
        return xmlrpc.client.ServerProxy(f"{self.odoo.url}/xmlrpc/2/{service}")


@pytest.fixture
async def wire(sandbox: OdooProcess) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as http:
        yield Wire(sandbox, http)
    sandbox.switch(outage="none", latency_ms=0)
