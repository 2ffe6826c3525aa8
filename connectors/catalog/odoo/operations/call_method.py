"""Call a method of a model, where the connection allows it by name."""

from connectors.catalog.odoo.operations.storing import model_of
from connectors.catalog.odoo.tools import Tools
from connectors.sdk.errors import PermanentError, Where
from connectors.sdk.protocol import CallItem
from connectors.sdk.types import JSON


async def call_method(tools: Tools, item: CallItem) -> JSON:
    """``{"result": …}``: what the method returned, as Odoo gives it."""
    model = model_of(item.arguments)
    method = str(item.arguments.get("method") or "")
    allowed = tools.context.config.get("allowed_methods") or []
    if method.startswith("_") or f"{model}.{method}" not in allowed:
        raise PermanentError(
            f"The connection does not allow {model}.{method}.",
            hint="Whoever may change the connection can add it to its allowed methods.",
            where=Where(path="method"),
        )
    arguments = item.arguments.get("arguments") or {}
    if not isinstance(arguments, dict):
        raise PermanentError("arguments is an object of named arguments.", where=Where(path="arguments"))
    result = await tools.api.execute(
        model, method, arguments, ids=_ids(item.arguments.get("ids")), repeatable=False
    )
    return {"result": result}


def _ids(given: JSON) -> list[int] | None:
    if given is None:
        return None
    ids = given if isinstance(given, list) else [given]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in ids):
        raise PermanentError("ids is a list of the records' numbers in Odoo.", where=Where(path="ids"))
    return ids
