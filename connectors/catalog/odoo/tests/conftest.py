"""One sandbox for all tests of a run, healthy again after each of them."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import pytest

from connectors.registry import connector
from connectors.sandbox.testing import OdooProcess, running_odoo
from connectors.sdk.protocol import CallItem, CallOutcome, ConnectionContext, Session
from connectors.sdk.types import JSON

_UNIQUE = count(1)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OdooProcess]:
    with running_odoo(tmp_path_factory.mktemp("odoo")) as odoo:
        yield odoo


@pytest.fixture
def odoo(sandbox: OdooProcess) -> Iterator[OdooProcess]:
    yield sandbox
    sandbox.switch(outage="none", latency_ms=0)


@dataclass(slots=True)
class Desk:
    """An open session and short words for using it."""

    session: Session
    odoo: OdooProcess
    prefix: str = field(default_factory=lambda: f"t{next(_UNIQUE)}")

    async def many(self, operation: str, arguments: Sequence[Mapping[str, JSON]]) -> Sequence[CallOutcome]:
        items = [CallItem(f"{self.prefix}-{index}", one) for index, one in enumerate(arguments)]
        return await self.session.call(operation, items)

    async def outcome(
        self, operation: str, /, key: str = "key", retried: bool = False, **arguments: JSON
    ) -> CallOutcome:
        (found,) = await self.session.call(operation, [CallItem(f"{self.prefix}-{key}", arguments, retried)])
        return found

    async def do(self, operation: str, /, **arguments: JSON) -> JSON:
        found = await self.outcome(operation, **arguments)
        assert found.error is None, found.error.to_json()
        return found.output

    async def error(self, operation: str, /, **arguments: JSON) -> Exception:
        found = await self.outcome(operation, **arguments)
        assert found.error is not None, found.output
        return found.error

    def name(self, short: str) -> str:
        """A name that no other test uses."""
        return f"{self.prefix}_{short}"

    def search(self, model: str, *domain: JSON) -> list[int]:
        found: list[int] = self.odoo.call(model, "search", domain=list(domain))
        return found


def context(
    odoo: OdooProcess, *, api_key: str = "", timeout_s: float = 60.0, **config: JSON
) -> ConnectionContext:
    return ConnectionContext(
        id="1",
        slug="odoo",
        config={"base_url": odoo.url, **config},
        secrets={"api_key": api_key or odoo.api_key},
        allowed_private_hosts=(odoo.host,),
        timeout_s=timeout_s,
    )


XMLRPC: dict[str, JSON] = {"api": "xmlrpc", "database": "sandbox", "login": "admin"}


@pytest.fixture(params=["json2", "xmlrpc"])
async def both(request: pytest.FixtureRequest, odoo: OdooProcess) -> AsyncIterator[Desk]:
    """The same over both protocols."""
    config: dict[str, JSON] = XMLRPC if request.param == "xmlrpc" else {}
    config = {**config, "allowed_methods": ["purchase.order.button_confirm"]}
    session = connector("odoo").open(context(odoo, **config))
    yield Desk(session, odoo)
    await session.close()


@pytest.fixture
async def desk(odoo: OdooProcess) -> AsyncIterator[Desk]:
    session = connector("odoo").open(context(odoo))
    yield Desk(session, odoo)
    await session.close()
