"""What both of Odoo's protocols do, in one form."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from connectors.sdk.errors import ConfigurationError
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.types import JSON


class Api(Protocol):
    """Calls methods of models."""

    async def execute(
        self,
        model: str,
        method: str,
        arguments: Mapping[str, JSON],
        *,
        ids: Sequence[int] | None = None,
        repeatable: bool,
    ) -> JSON:
        """The method's bare result. ``repeatable`` says that doing it twice is doing it once: a lost
        answer is then retryable. Raises errors of the tree."""
        ...

    async def version(self) -> str | None:
        """The server's version; None where no Odoo answers."""
        ...

    async def close(self) -> None: ...


def base_url(context: ConnectionContext) -> str:
    """The connection's address without a slash at its end; raises ConfigurationError."""
    address = str(context.config.get("base_url", "")).strip().rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise ConfigurationError(
            "The connection has no usable address.", hint="Enter it like https://erp.example.com."
        )
    return address


def secret(context: ConnectionContext) -> str:
    """The API key; raises ConfigurationError."""
    key = context.secrets.get("api_key", "").strip()
    if not key:
        raise ConfigurationError("The connection has no API key.", hint="Enter one in the connection.")
    return key
