"""What the models tell of themselves: ``fields_get`` and the documentation under /doc-bearer."""

from collections.abc import Mapping, Sequence

from connectors.sandbox.odoo.fields import Field, Model
from connectors.sdk.types import JSON


def fields_get(
    model: Model, wanted: Sequence[str] | None, attributes: Sequence[str] | None
) -> dict[str, JSON]:
    """Each field's description, as Odoo gives it."""
    chosen = [name for name in model.fields if not wanted or name in wanted]
    return {name: _describe(name, model.fields[name], attributes) for name in chosen}


def index(models: Mapping[str, Model]) -> JSON:
    """All models a client may read, by title."""
    known = [
        {
            "model": one.name,
            "name": one.title,
            "fields": {n: {"string": f.string} for n, f in one.fields.items()},
        }
        for one in models.values()
        if "read" in one.rights
    ]
    return {"models": known}


def document(model: Model, methods: Sequence[str]) -> JSON:
    """One model with its fields and methods."""
    return {
        "model": model.name,
        "name": model.title,
        "fields": fields_get(model, None, None),
        "methods": {name: {"module": "base", "model": model.name} for name in methods},
    }


def _describe(name: str, field: Field, attributes: Sequence[str] | None) -> dict[str, JSON]:
    described: dict[str, JSON] = {
        "name": name,
        "type": "char" if field.type == "computed" else field.type,
        "string": field.string,
        "required": field.required,
        "readonly": field.readonly,
        "store": field.stored,
        "searchable": field.stored,
        "sortable": field.stored,
    }
    if field.relation:
        described["relation"] = field.relation
    if field.inverse:
        described["relation_field"] = field.inverse
    if field.selection:
        described["selection"] = [list(pair) for pair in field.selection]
    return {key: value for key, value in described.items() if not attributes or key in attributes}
