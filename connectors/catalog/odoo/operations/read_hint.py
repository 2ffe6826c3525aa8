"""A webhook of Odoo, taken as a hint: it is unsigned and may come twice, late or never, so what it
says is not believed; the record is read back. Polling finds what no hint came for."""

from connectors.catalog.odoo.operations.search_read import names_of
from connectors.catalog.odoo.tools import Tools
from connectors.catalog.odoo.values import from_reading
from connectors.sdk.errors import PermanentError, Where
from connectors.sdk.protocol import CallItem
from connectors.sdk.types import JSON


def hint_key(hint: JSON) -> str:
    """Model, id and write_date: equal for every copy of one change. Raises PermanentError."""
    model, record, written = _parts(hint)
    return f"{model}:{record}:{written}"


async def read_hint(tools: Tools, item: CallItem) -> JSON:
    """``{"key", "model", "id", "record"}``; the record is null where it is gone or out of reach."""
    hint = item.arguments.get("hint")
    model, record, _ = _parts(hint)
    watched = item.arguments.get("model")
    if watched and watched != model:
        raise PermanentError(
            f"The hint is about {model}, not about {watched}.", where=Where(path="hint/_model")
        )
    fields = await tools.models.fields(model)
    wanted = names_of(item.arguments, "fields")
    rows = await tools.api.execute(model, "read", {"fields": wanted}, ids=[record], repeatable=True)
    found = from_reading(rows[0], fields) if rows else None
    return {"key": hint_key(hint), "model": model, "id": record, "record": found}


def _parts(hint: JSON) -> tuple[str, int, str]:
    if isinstance(hint, dict):
        model, record = hint.get("_model"), hint.get("_id")
        if isinstance(model, str) and isinstance(record, int) and not isinstance(record, bool):
            return model, record, str(hint.get("write_date") or "")
    raise PermanentError(
        "This is no webhook of Odoo: _model and _id are missing.",
        hint="Give the body of the webhook as the argument hint.",
        where=Where(path="hint"),
    )
