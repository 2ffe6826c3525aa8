"""Storing many records of many executions: prepared one by one, loaded together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.catalog.odoo.loading import Outcome
from connectors.catalog.odoo.rows import Prepared
from connectors.catalog.odoo.tools import Tools
from connectors.sdk.errors import ConnectorError, PermanentError, Where
from connectors.sdk.types import JSON

Stored = tuple[str, Outcome]
"""A record's identity and its outcome."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record to store. ``column`` is ``id`` for an external id, ``.id`` for a database id."""

    model: str
    column: str
    identity: str
    values: JSON


def model_of(arguments: Mapping[str, JSON]) -> str:
    """The model an operation is for; raises PermanentError."""
    model = arguments.get("model")
    if not isinstance(model, str) or not model.replace(".", "").replace("_", "").isalnum():
        raise PermanentError(
            "The argument model is missing or is no model's name.",
            hint="Use a name like res.partner.",
            where=Where(path="model"),
        )
    return model


async def store(tools: Tools, entries: Sequence[Entry | ConnectorError]) -> list[Stored]:
    """The outcome of every entry, in order; an entry that is an error already stays one."""
    found: list[Stored | None] = [None] * len(entries)
    ready: dict[str, list[tuple[int, Prepared]]] = {}
    for index, entry in enumerate(entries):
        if isinstance(entry, ConnectorError):
            found[index] = ("", entry)
            continue
        try:
            record = await tools.rows.prepare(entry.model, entry.column, entry.identity, entry.values)
            ready.setdefault(entry.model, []).append((index, record))
        except ConnectorError as error:
            found[index] = (entry.identity, error)
    for model, records in ready.items():
        outcomes = await tools.loading.load(model, [record for _, record in records])
        for (index, record), outcome in zip(records, outcomes, strict=True):
            found[index] = (record.identity, outcome)
    return [one for one in found if one is not None]


def shape(values: JSON) -> JSON:
    """What decides the columns of ``load``: field names, the way relations are named, lines' fields."""
    if isinstance(values, dict):
        return {name: _shape_of(value) for name, value in sorted(values.items())}
    return None


def _shape_of(value: JSON) -> JSON:
    if isinstance(value, dict):
        return sorted(value)
    if isinstance(value, list):
        names = {name for line in value if isinstance(line, dict) for name in line.get("values") or ()}
        return ["lines", *sorted(names)]
    return None
