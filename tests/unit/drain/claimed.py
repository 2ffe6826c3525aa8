"""Claimed executions, as the rules see them."""

from datetime import UTC, datetime
from uuid import UUID

from flows.store.claiming import Claimed

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def row(number: int, flow_id: int) -> Claimed:
    """One of the flow, with the number as its id."""
    return Claimed(
        *(UUID(int=number), flow_id, 0, 1, 0, 0, "", False, NOW, 1, NOW, 0),
        *("webhook", "application/json", None, b"{}"),
    )
