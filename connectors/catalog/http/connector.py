"""The connector for any REST interface."""

from collections.abc import Mapping

from connectors.catalog.http.session import HttpSession
from connectors.sdk.base import BaseConnector
from connectors.sdk.protocol import ConnectionContext, Idempotency, Session
from connectors.sdk.types import JSON


class HttpConnector(BaseConnector):
    """Whether a request may be repeated depends on its method and on the target's promise."""

    def open(self, context: ConnectionContext) -> Session:
        return HttpSession(self, context)

    def idempotency(
        self, operation: str, arguments: Mapping[str, JSON], config: Mapping[str, JSON]
    ) -> Idempotency:
        """Only a method that is written down counts as a read: whoever asks before the arguments
        are known must not be told that a POST may be repeated."""
        declared = super().idempotency(operation, arguments, config)
        if declared == "read" or arguments.get("method") in {"GET", "HEAD"}:
            return "read"
        return "by_key" if config.get("idempotency") == "by_key" else "none"


CONNECTOR = HttpConnector
