"""Sets up Odoo's own webhooks: an automation rule with one action that posts to an address.

Both records carry external ids of ours, so that setting up again changes them and doubles nothing.
"""

from collections.abc import Mapping, Sequence

from connectors.catalog.odoo.external_ids import external_id
from connectors.catalog.odoo.operations.search_read import names_of
from connectors.catalog.odoo.operations.storing import Entry, model_of, store
from connectors.catalog.odoo.tools import Tools
from connectors.sdk.errors import ConnectorError, PermanentError, Where
from connectors.sdk.protocol import CallItem
from connectors.sdk.types import JSON

TRIGGERS = ("on_create_or_write", "on_create", "on_write", "on_unlink")
_RULE, _ACTION = "base.automation", "ir.actions.server"


async def webhooks(tools: Tools, item: CallItem) -> JSON:
    """``action`` is ``set_up`` or ``remove``; ``name`` tells several webhooks of a model apart."""
    arguments = item.arguments
    model = model_of(arguments)
    name = external_id(
        f"webhook_{model.replace('.', '_')}_{arguments.get('name') or 'fairlead'}", tools.module
    )
    if arguments.get("action", "set_up") == "remove":
        return await _remove(tools, name)
    return await _set_up(tools, model, name, arguments)


async def _set_up(tools: Tools, model: str, name: str, arguments: Mapping[str, JSON]) -> JSON:
    url = str(arguments.get("url") or "")
    if not url.startswith(("http://", "https://")):
        raise PermanentError("url is the address that Odoo posts to.", where=Where(path="url"))
    watched = await _field_ids(tools, model, arguments, "trigger_fields")
    sent = await _field_ids(
        tools, model, {"fields": [*(arguments.get("fields") or []), "write_date"]}, "fields"
    )
    title = str(arguments.get("title") or f"Fairlead: {model}")
    target = {"id": await _model_id(tools, model)}
    trigger = arguments.get("trigger", TRIGGERS[0])
    if trigger not in TRIGGERS:
        raise PermanentError(f"trigger is one of {', '.join(TRIGGERS)}.", where=Where(path="trigger"))
    rule = await _one(
        tools,
        Entry(
            _RULE,
            "id",
            name,
            {
                "name": title,
                "model_id": target,
                "trigger": trigger,
                "trigger_field_ids": watched,
                "active": True,
            },
        ),
    )
    action = await _one(
        tools,
        Entry(
            _ACTION,
            "id",
            f"{name}_action",
            {
                "name": "Send webhook",
                "model_id": target,
                "usage": "base_automation",
                "state": "webhook",
                "webhook_url": url,
                "webhook_field_ids": sent,
                "base_automation_id": {"id": rule},
            },
        ),
    )
    return {"rule": rule, "action": action, "external_id": name}


async def _remove(tools: Tools, name: str) -> JSON:
    module, _, short = name.partition(".")
    rows = await tools.api.execute(
        "ir.model.data",
        "search_read",
        {
            "domain": [["module", "=", module], ["name", "in", [short, f"{short}_action"]]],
            "fields": ["model", "res_id"],
        },
        repeatable=True,
    )
    for model in (_ACTION, _RULE):
        ids = [int(row["res_id"]) for row in rows if row["model"] == model]
        if ids:
            await tools.api.execute(model, "unlink", {}, ids=ids, repeatable=True)
    return {"removed": len(rows) > 0, "external_id": name}


async def _one(tools: Tools, entry: Entry) -> int:
    ((_, outcome),) = await store(tools, [entry])
    if isinstance(outcome, ConnectorError):
        raise outcome
    return outcome


async def _model_id(tools: Tools, model: str) -> int:
    ids = await tools.api.execute("ir.model", "search", {"domain": [["model", "=", model]]}, repeatable=True)
    if not ids:
        raise PermanentError(f"Odoo has no model {model}.", where=Where(path="model"))
    return int(ids[0])


async def _field_ids(
    tools: Tools, model: str, arguments: Mapping[str, JSON], argument: str
) -> Sequence[Mapping[str, int]]:
    """The records of the named fields. Without trigger fields one change is posted many times over,
    so at least one is asked for."""
    if not arguments.get(argument):
        raise PermanentError(
            f"{argument} names at least one field.",
            hint="Without trigger fields Odoo sends one change up to 14 times.",
            where=Where(path=argument),
        )
    names = sorted(set(names_of(arguments, argument)))
    rows = await tools.api.execute(
        "ir.model.fields",
        "search_read",
        {"domain": [["model", "=", model], ["name", "in", names]], "fields": ["name"]},
        repeatable=True,
    )
    missing = set(names) - {row["name"] for row in rows}
    if missing:
        raise PermanentError(
            f"The model {model} has no field {', '.join(sorted(missing))}.", where=Where(path=argument)
        )
    return [{"id": int(row["id"])} for row in rows]
