"""A model as JSON Schema, for the designer's tree of target fields."""

from collections.abc import Mapping

from connectors.catalog.odoo.models import FieldInfo, Fields
from connectors.catalog.odoo.tools import Tools
from connectors.sdk.types import JSON

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_MAGIC = {"id", "display_name", "create_uid", "create_date", "write_uid", "write_date", "__last_update"}
_TEXT: Mapping[str, JSON] = {"type": "string"}
_PLAIN: Mapping[str, Mapping[str, JSON]] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "monetary": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
}


async def describe(tools: Tools, model: str) -> JSON:
    """The schema of ``values`` for ``model``: fields that can be written, with lines one level deep."""
    fields = await tools.models.fields(model)
    lines = {
        one.name: await tools.models.fields(one.relation)
        for one in fields.values()
        if one.type == "one2many" and one.relation.startswith(f"{model}.")
    }
    properties = {one.name: _property(one, lines.get(one.name)) for one in _writable(fields)}
    required = sorted(one.name for one in _writable(fields) if one.required)
    return {
        "$schema": SCHEMA,
        "title": model,
        "type": "object",
        "properties": properties,
        "required": required,
    }


def _writable(fields: Fields) -> list[FieldInfo]:
    return [one for one in fields.values() if not one.readonly and one.name not in _MAGIC]


def _property(field: FieldInfo, lines: Fields | None) -> JSON:
    described: dict[str, JSON] = {"title": field.title, **_type(field, lines)}
    if field.help:
        described["description"] = field.help
    if field.relation:
        described["x-relation"] = field.relation
    return described


def _type(field: FieldInfo, lines: Fields | None) -> Mapping[str, JSON]:
    if field.type == "selection":
        return {"type": "string", "oneOf": [{"const": key, "title": label} for key, label in field.selection]}
    if field.type == "many2one":
        return _relation()
    if field.type == "many2many":
        return {"type": "array", "items": _relation()}
    if field.type == "one2many":
        return {"type": "array", "items": _line(field, lines)}
    return _PLAIN.get(field.type, _TEXT)


def _relation() -> dict[str, JSON]:
    named = {
        "type": "object",
        "properties": {
            "external_id": {"type": "string", "title": "External id of ours"},
            "xml_id": {"type": "string", "title": "External id of another module"},
            "id": {"type": "integer", "title": "Number in Odoo"},
            "code": {"type": "string", "title": "Code to look up"},
        },
    }
    return {"anyOf": [named, {"type": "integer"}, {"type": "string"}]}


def _line(field: FieldInfo, lines: Fields | None) -> JSON:
    values: dict[str, JSON] = {"type": "object"}
    if lines:
        own = [one for one in _writable(lines) if one.name != field.inverse]
        values["properties"] = {one.name: _property(one, None) for one in own}
    return {
        "type": "object",
        "required": ["external_id", "values"],
        "properties": {
            "external_id": {"type": "string", "title": "External id of the line"},
            "values": values,
        },
    }
