"""Update a record by its database id; fields that are not named stay as they are."""

from collections.abc import Mapping, Sequence

from connectors.catalog.odoo.operations.storing import Entry, model_of, store
from connectors.catalog.odoo.tools import Tools
from connectors.sdk.errors import ConnectorError, PermanentError, Where
from connectors.sdk.protocol import CallItem, CallOutcome
from connectors.sdk.types import JSON


async def update(tools: Tools, items: Sequence[CallItem]) -> Sequence[CallOutcome]:
    """One record per item."""
    stored = await store(tools, [_entry(item.arguments) for item in items])
    return [
        CallOutcome(error=one) if isinstance(one, ConnectorError) else CallOutcome(output={"id": one})
        for _, one in stored
    ]


def record_id(arguments: Mapping[str, JSON]) -> int:
    """The database id; raises PermanentError."""
    given = arguments.get("id")
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise PermanentError("The argument id is the record's number in Odoo.", where=Where(path="id"))
    return given


def _entry(arguments: Mapping[str, JSON]) -> Entry | ConnectorError:
    try:
        return Entry(model_of(arguments), ".id", str(record_id(arguments)), arguments.get("values"))
    except ConnectorError as error:
        return error
