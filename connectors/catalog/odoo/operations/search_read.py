"""Search and read."""

from collections.abc import Mapping

from connectors.catalog.odoo.operations.storing import model_of
from connectors.catalog.odoo.tools import Tools
from connectors.catalog.odoo.values import from_reading
from connectors.sdk.errors import PermanentError, Where
from connectors.sdk.protocol import CallItem
from connectors.sdk.types import JSON

DEFAULT_LIMIT = 100
MAX_LIMIT = 5_000
DEFAULT_FIELDS = ("id", "display_name")


async def search_read(tools: Tools, item: CallItem) -> JSON:
    """``{"records": […]}`` in Fairlead's form."""
    arguments = item.arguments
    model = model_of(arguments)
    body: dict[str, JSON] = {
        "domain": domain_of(arguments),
        "fields": names_of(arguments, "fields"),
        "limit": number(arguments, "limit", DEFAULT_LIMIT, MAX_LIMIT),
        "offset": number(arguments, "offset", 0, 10**9),
    }
    if arguments.get("order"):
        body["order"] = str(arguments["order"])
    if arguments.get("archived"):
        body["context"] = {"active_test": False}
    fields = await tools.models.fields(model)
    records = await tools.api.execute(model, "search_read", body, repeatable=True)
    return {"records": [from_reading(one, fields) for one in records]}


def domain_of(arguments: Mapping[str, JSON]) -> list[JSON]:
    """The search domain; raises PermanentError."""
    domain = arguments.get("domain")
    if domain is None:
        return []
    if not isinstance(domain, list):
        raise PermanentError(
            "domain is a list of conditions.",
            hint='Write it like [["name", "=", "Acme"]].',
            where=Where(path="domain"),
        )
    return domain


def names_of(arguments: Mapping[str, JSON], argument: str) -> list[str]:
    """A list of field names; raises PermanentError."""
    given = arguments.get(argument)
    if given is None or given == []:
        return list(DEFAULT_FIELDS)
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise PermanentError(f"{argument} is a list of field names.", where=Where(path=argument))
    return list(given)


def number(arguments: Mapping[str, JSON], name: str, default: int, most: int) -> int:
    """A whole number from 0 to ``most``; raises PermanentError."""
    given = arguments.get(name)
    if given is None:
        return default
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= most:
        raise PermanentError(f"{name} is a whole number from 0 to {most:,}.", where=Where(path=name))
    return given
