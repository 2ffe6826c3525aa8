"""Create, once per call: the idempotency key becomes the new record's external id."""

import hashlib
from collections.abc import Iterable, Sequence

from connectors.catalog.odoo.operations.storing import Entry, Stored, model_of, store
from connectors.catalog.odoo.tools import Tools
from connectors.sdk.errors import ConnectorError
from connectors.sdk.protocol import CallItem, CallOutcome
from connectors.sdk.types import JSON


async def create(tools: Tools, items: Sequence[CallItem]) -> Sequence[CallOutcome]:
    """A new record per item. What an earlier attempt has created is found again and left as it is."""
    names = [_name(item.key) for item in items]
    there = await _created(tools, [name for name, item in zip(names, items, strict=True) if item.retried])
    entries: list[Entry | ConnectorError] = []
    positions: list[int] = []
    found: dict[int, Stored] = {}
    for index, (name, item) in enumerate(zip(names, items, strict=True)):
        identity = f"{tools.module}.{name}"
        if name in there:
            found[index] = (identity, there[name])
            continue
        positions.append(index)
        try:
            values = _with_ids(item.arguments.get("values"), name)
            entries.append(Entry(model_of(item.arguments), "id", identity, values))
        except ConnectorError as error:
            entries.append(error)
    found.update(zip(positions, await store(tools, entries), strict=True))
    return [_outcome(*found[index]) for index in range(len(items))]


def _name(key: str) -> str:
    return f"created_{hashlib.sha256(key.encode()).hexdigest()[:32]}"


async def _created(tools: Tools, names: Iterable[str]) -> dict[str, int]:
    wanted = list(names)
    if not wanted:
        return {}
    rows = await tools.api.execute(
        "ir.model.data",
        "search_read",
        {"domain": [["module", "=", tools.module], ["name", "in", wanted]], "fields": ["name", "res_id"]},
        repeatable=True,
    )
    return {row["name"]: int(row["res_id"]) for row in rows}


def _with_ids(values: JSON, name: str) -> JSON:
    """Gives lines that name none an external id, so that a repeated call does not double them."""
    if not isinstance(values, dict):
        return values
    return {field: _lines(value, f"{name}_{field}") for field, value in values.items()}


def _lines(value: JSON, name: str) -> JSON:
    if not isinstance(value, list):
        return value
    return [
        {"external_id": f"{name}_{number}", **line} if isinstance(line, dict) and "values" in line else line
        for number, line in enumerate(value, start=1)
    ]


def _outcome(identity: str, stored: int | ConnectorError) -> CallOutcome:
    if isinstance(stored, ConnectorError):
        return CallOutcome(error=stored)
    return CallOutcome(output={"id": stored, "external_id": identity})
