"""Upsert by external id: the same call again leads to the same records."""

from collections.abc import Mapping, Sequence

from connectors.catalog.odoo.external_ids import external_id
from connectors.catalog.odoo.operations.storing import Entry, Stored, model_of, store
from connectors.catalog.odoo.tools import Tools
from connectors.sdk.errors import ConnectorError, PermanentError, RetryableError, Where
from connectors.sdk.protocol import CallItem, CallOutcome
from connectors.sdk.types import JSON

MAX_RECORDS = 20_000


async def upsert(tools: Tools, items: Sequence[CallItem]) -> Sequence[CallOutcome]:
    """Each item is one record (``external_id``, ``values``) or a list of them (``records``)."""
    entries: list[Entry | ConnectorError] = []
    spans: list[tuple[int, int]] = []
    for item in items:
        start = len(entries)
        try:
            entries += _entries(item.arguments, tools.module)
        except ConnectorError as error:
            entries.append(error)
        spans.append((start, len(entries)))
    stored = await store(tools, entries)
    return [
        _outcome(item.arguments, stored[start:end]) for item, (start, end) in zip(items, spans, strict=True)
    ]


def records_of(arguments: Mapping[str, JSON]) -> list[Mapping[str, JSON]]:
    """The records of a call, whichever way it names them; raises PermanentError."""
    if "records" not in arguments:
        return [arguments]
    records = arguments["records"]
    if isinstance(records, dict):  # a sequence of one in JSONata is the one itself
        records = [records]
    if records is None:
        records = []
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise PermanentError("records is a list of objects.", where=Where(path="records"))
    if len(records) > MAX_RECORDS:
        raise PermanentError(f"One call takes at most {MAX_RECORDS:,} records.", where=Where(path="records"))
    return records


def _entries(arguments: Mapping[str, JSON], module: str) -> list[Entry]:
    model = model_of(arguments)
    return [
        Entry(model, "id", external_id(one.get("external_id"), module), one.get("values"))
        for one in records_of(arguments)
    ]


def _outcome(arguments: Mapping[str, JSON], stored: Sequence[Stored]) -> CallOutcome:
    failed = [(identity, one) for identity, one in stored if isinstance(one, ConnectorError)]
    if failed:
        return CallOutcome(error=_summed(failed, len(stored)))
    records = [{"id": one, "external_id": identity} for identity, one in stored]
    return CallOutcome(output={"records": records} if "records" in arguments else records[0])


def _summed(failed: Sequence[tuple[str, ConnectorError]], count: int) -> ConnectorError:
    """The error of an item: a record that fails for good outweighs one that may be tried again."""
    final = [pair for pair in failed if not isinstance(pair[1], RetryableError)]
    identity, error = (final or list(failed))[0]
    if count == 1:
        return error
    message = f"{len(failed)} of {count} records were not stored. The first is {identity}: {error.message}"
    return type(error)(message, hint=error.hint, where=error.where, retry_after=error.retry_after)
