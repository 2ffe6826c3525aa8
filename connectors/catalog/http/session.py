"""One open connection: credentials, the way out, and the operations over them."""

from collections.abc import Awaitable, Callable, Mapping

from connectors.catalog.http.operations.fetch_all import fetch_all
from connectors.catalog.http.operations.request import request
from connectors.catalog.http.wire import Wire
from connectors.sdk.base import BaseConnector, BaseSession
from connectors.sdk.errors import ConnectorError, PermanentError
from connectors.sdk.protocol import CallItem, ConnectionContext, TestResult
from connectors.sdk.types import JSON

Operation = Callable[[Wire, CallItem], Awaitable[JSON]]

OPERATIONS: Mapping[str, Operation] = {"request": request, "fetch_all": fetch_all}


class HttpSession(BaseSession):
    """Each item of a call is one request, several at a time."""

    def __init__(self, connector: BaseConnector, context: ConnectionContext) -> None:
        super().__init__(connector, context)
        self.wire = Wire(context)

    async def one(self, operation: str, item: CallItem) -> JSON:
        act = OPERATIONS.get(operation)
        if act is None:
            raise PermanentError(f"The connector http has no operation {operation[:40]!r}.")
        return await act(self.wire, item)

    async def test(self) -> TestResult:
        """Reads the test path. A 404 or 405 shows that the target answers, and no more."""
        try:
            reply = await self.wire.send("GET", self.wire.below(self.context.config.get("test_path", "")))
            error = self.wire.error_of(reply, read=True)
            if error is not None and (reply.status not in {404, 405} or self.context.config.get("test_path")):
                raise error
        except ConnectorError as found:
            return TestResult(ok=False, message=found.message, details=found.to_json())
        return TestResult(True, f"{reply.host} answered {reply.status}.", {"status": reply.status})

    async def close(self) -> None:
        await self.wire.close()
