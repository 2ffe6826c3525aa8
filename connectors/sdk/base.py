"""What most connectors share: a connector states what is its own, and inherits the rest."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from connectors.sdk.errors import AmbiguousError, ConnectorError, PermanentError, RetryableError
from connectors.sdk.protocol import (
    CallItem,
    CallOutcome,
    ConnectionContext,
    Idempotency,
    Manifest,
    OperationSpec,
    Session,
    TestResult,
)
from connectors.sdk.types import JSON

_log = logging.getLogger(__name__)


class BaseConnector(ABC):
    """A connector over its manifest. A catalogue folder's connector.py names its subclass
    ``CONNECTOR``; the registry makes the one instance."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._operations = {one.name: one for one in manifest.operations}

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    @abstractmethod
    def open(self, context: ConnectionContext) -> Session:
        """A session over the connection, on the running loop. Opens no socket yet."""

    def operation(self, name: str) -> OperationSpec:
        """The operation's description; PermanentError where there is none of that name."""
        found = self._operations.get(name)
        if found is None:
            raise PermanentError(
                f"The connector {self._manifest.name} has no operation {name!r}.",
                hint=f"Choose one of: {', '.join(self._operations)}.",
            )
        return found

    def batch_key(self, operation: str, arguments: Mapping[str, JSON]) -> str:
        return operation

    def record_key(self, operation: str, arguments: Mapping[str, JSON]) -> str | None:
        return None

    def idempotency(
        self, operation: str, arguments: Mapping[str, JSON], config: Mapping[str, JSON]
    ) -> Idempotency:
        return self.operation(operation).idempotency


class BaseSession(ABC):
    """Answers the items of a call one by one and side by side; errors become outcomes. A
    connector that sends many items in one request overrides ``call``."""

    def __init__(self, connector: BaseConnector, context: ConnectionContext) -> None:
        self.connector = connector
        self.context = context

    @abstractmethod
    async def one(self, operation: str, item: CallItem) -> JSON:
        """The output of one item's call; raises a ConnectorError where it fails."""

    @abstractmethod
    async def test(self) -> TestResult: ...

    @abstractmethod
    async def close(self) -> None: ...

    async def call(self, operation: str, items: Sequence[CallItem]) -> Sequence[CallOutcome]:
        if len(items) == 1:
            return (await self.outcome(operation, items[0]),)
        gate = asyncio.Semaphore(max(1, self.context.max_concurrency))

        async def gated(item: CallItem) -> CallOutcome:
            async with gate:
                return await self.outcome(operation, item)

        return await asyncio.gather(*(gated(item) for item in items))

    async def describe(self, target: str) -> JSON:
        raise PermanentError(f"The connector {self.connector.manifest.name} does not describe its targets.")

    async def outcome(self, operation: str, item: CallItem) -> CallOutcome:
        """``one`` with every failure as an outcome; a fault of the connector itself too."""
        try:
            return CallOutcome(output=await self.one(operation, item))
        except ConnectorError as error:
            return CallOutcome(error=error)
        except Exception as fault:  # a fault in one connector must not end its neighbours' calls
            return CallOutcome(error=self.fault(operation, item, fault))

    def fault(self, operation: str, item: CallItem, fault: Exception) -> ConnectorError:
        """An unforeseen exception as an error. Nobody knows how far the call came, so only a call
        that may be repeated is. The exception's text may hold data: only its type is told."""
        name = self.connector.manifest.name
        _log.error("connector %s: %s in %s", name, type(fault).__name__, operation)
        message = f"The connector {name} failed with {type(fault).__name__} in {operation}."
        idempotency = self.connector.idempotency(operation, item.arguments, self.context.config)
        if idempotency == "read":
            return RetryableError(message)
        return AmbiguousError(message, hint="Look at the target before the call is sent again.")
