"""One open connection to an Odoo."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from connectors.catalog.odoo.checking import check
from connectors.catalog.odoo.operations.call_method import call_method
from connectors.catalog.odoo.operations.create import create
from connectors.catalog.odoo.operations.describe import describe
from connectors.catalog.odoo.operations.poll_changed import poll_changed
from connectors.catalog.odoo.operations.read_hint import read_hint
from connectors.catalog.odoo.operations.search_read import search_read
from connectors.catalog.odoo.operations.update import update
from connectors.catalog.odoo.operations.upsert import upsert
from connectors.catalog.odoo.operations.webhooks import webhooks
from connectors.catalog.odoo.tools import Tools, open_tools
from connectors.sdk.base import BaseConnector, BaseSession
from connectors.sdk.errors import ConnectorError, PermanentError
from connectors.sdk.protocol import CallItem, CallOutcome, ConnectionContext, TestResult
from connectors.sdk.types import JSON

Single = Callable[[Tools, CallItem], Awaitable[JSON]]
Batch = Callable[[Tools, Sequence[CallItem]], Awaitable[Sequence[CallOutcome]]]

SINGLES: Mapping[str, Single] = {
    "search_read": search_read,
    "call_method": call_method,
    "poll_changed": poll_changed,
    "read_hint": read_hint,
    "webhooks": webhooks,
    "describe": lambda tools, item: describe(tools, str(item.arguments.get("model") or "")),
}
BATCHES: Mapping[str, Batch] = {"upsert": upsert, "create": create, "update": update}


class OdooSession(BaseSession):
    """Writes travel together, everything else one by one."""

    def __init__(self, connector: BaseConnector, context: ConnectionContext) -> None:
        super().__init__(connector, context)
        self.tools = open_tools(context)

    async def call(self, operation: str, items: Sequence[CallItem]) -> Sequence[CallOutcome]:
        batch = BATCHES.get(operation)
        if batch is None:
            return await super().call(operation, items)
        try:
            return await batch(self.tools, items)
        except ConnectorError as error:
            return [CallOutcome(error=error) for _ in items]
        except Exception as fault:  # a fault here must not end the neighbours' calls
            return [CallOutcome(error=self.fault(operation, item, fault)) for item in items]

    async def one(self, operation: str, item: CallItem) -> JSON:
        single = SINGLES.get(operation)
        if single is None:
            raise PermanentError(f"The connector odoo has no operation {operation[:40]!r}.")
        return await single(self.tools, item)

    async def test(self) -> TestResult:
        return await check(self.tools)

    async def describe(self, target: str) -> JSON:
        return await describe(self.tools, target)

    async def close(self) -> None:
        await self.tools.api.close()
