"""Searching and reading: rows as Odoo answers them."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from connectors.sandbox.odoo.database import Database, marks, names, sql
from connectors.sandbox.odoo.domain import Domains
from connectors.sandbox.odoo.errors import AccessError, NotFound, ProgrammingMistake
from connectors.sandbox.odoo.fields import Field, Model
from connectors.sdk.types import JSON


class Reader:
    """Reads records of every model."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.domains = Domains(database.models)

    def model(self, name: str, right: str = "read") -> Model:
        """The model, where the user has the right; raises NotFound or AccessError."""
        model = self.database.models.get(name)
        if model is None:
            raise NotFound(f"the model '{name}' does not exist")
        if right not in model.rights:
            verb = {"read": "access", "write": "modify", "unlink": "delete"}.get(right, right)
            raise AccessError(
                f"You are not allowed to {verb} '{model.title}' ({name}) records.\n\n"
                "Contact your administrator to request access if necessary."
            )
        return model

    def search(
        self,
        model: Model,
        domain: JSON,
        *,
        offset: int = 0,
        limit: int | None = None,
        order: str | None = None,
        active_test: bool = True,
    ) -> list[int]:
        """Ids of the matching records, in order."""
        condition = self.domains.compile(model, domain, active_test)
        statement = sql(
            "SELECT id FROM", model.table, "WHERE", condition.text,
            "ORDER BY", _order(model, order), "LIMIT ? OFFSET ?",
        )  # fmt: skip
        rows = self.database.rows(statement, [*condition.values, limit or -1, offset or 0])
        return [int(row["id"]) for row in rows]

    def count(self, model: Model, domain: JSON, active_test: bool = True) -> int:
        condition = self.domains.compile(model, domain, active_test)
        statement = sql("SELECT COUNT(*) AS n FROM", model.table, "WHERE", condition.text)
        return int(self.database.rows(statement, condition.values)[0]["n"])

    def existing(self, model: Model, ids: Sequence[int]) -> dict[int, sqlite3.Row]:
        """The rows of those of ``ids`` that exist."""
        found: dict[int, sqlite3.Row] = {}
        for start in range(0, len(ids), 500):
            part = list(ids[start : start + 500])
            statement = sql("SELECT * FROM", model.table, "WHERE id IN (", marks(len(part)), ")")
            found.update({int(row["id"]): row for row in self.database.rows(statement, part)})
        return found

    def read(self, model: Model, ids: Sequence[int], wanted: Sequence[str] | None) -> list[dict[str, JSON]]:
        """The records in the order of ``ids``; those that do not exist are left out."""
        chosen = list(wanted) if wanted else list(model.fields)
        for name in chosen:
            if name not in model.fields:
                raise ProgrammingMistake(f"Invalid field {name!r} on {model.name!r}")
        rows = self.existing(model, ids)
        present = [one for one in ids if one in rows]
        columns = {name: self._column(model, name, present, rows) for name in chosen}
        return [{"id": one, **{name: columns[name][one] for name in chosen}} for one in present]

    def labels(self, model: Model, ids: Sequence[int]) -> dict[int, str]:
        """``display_name`` of each record."""
        return {one: _label(model, row) for one, row in self.existing(model, ids).items()}

    def _column(
        self, model: Model, name: str, ids: Sequence[int], rows: Mapping[int, sqlite3.Row]
    ) -> dict[int, JSON]:
        field = model.fields[name]
        if field.type == "computed":
            return {one: _computed(model, name, rows[one]) for one in ids}
        if field.type == "one2many":
            return self._lines(field, ids)
        if field.type == "many2one":
            target = self.database.models[str(field.relation)]
            labels = self.labels(target, list({rows[one][name] for one in ids if rows[one][name]}))
            pairs = {one: rows[one][name] for one in ids}
            return {one: [value, labels[value]] if value in labels else False for one, value in pairs.items()}
        return {one: reading_value(field, rows[one][name]) for one in ids}

    def _lines(self, field: Field, ids: Sequence[int]) -> dict[int, JSON]:
        target = self.database.models[str(field.relation)]
        lines: dict[int, list[int]] = {one: [] for one in ids}
        inverse = str(field.inverse)
        statement = sql(
            "SELECT id,", names([inverse]), "AS owner FROM", target.table, "WHERE", names([inverse]),
            "IN (", marks(len(ids)), ") ORDER BY id",
        )  # fmt: skip
        for row in self.database.rows(statement, list(ids)):
            lines[row["owner"]].append(row["id"])
        return dict(lines)


def reading_value(field: Field, value: Any) -> JSON:
    """A column's value in reading form: empty is False, times have whole seconds."""
    if field.type == "boolean":
        return bool(value)
    if field.type == "many2many":
        return orjson.loads(value) if value else []
    if value is None:
        return 0 if field.type in {"integer", "float", "monetary"} else False
    if field.type == "datetime":
        return str(value)[:19]
    return value


def _label(model: Model, row: sqlite3.Row) -> str:
    return str(row[model.rec_name] or f"{model.name},{row['id']}")


def _computed(model: Model, name: str, row: sqlite3.Row) -> JSON:
    if name == "complete_name":
        return f"{row['module']}.{row['name']}"
    if name == "url":
        return f"/web/hook/{row['webhook_uuid']}" if row["webhook_uuid"] else False
    return _label(model, row)


def _order(model: Model, order: str | None) -> str:
    parts = []
    for part in (order or model.order).split(","):
        name, _, direction = part.strip().partition(" ")
        field = model.fields.get(name)
        if field is None or not field.stored or direction.strip().lower() not in ("", "asc", "desc"):
            raise ProgrammingMistake(f"Invalid field {name!r} in order of {model.name!r}")
        parts.append(f'"{name}" {direction.strip()}')
    return ", ".join(parts)
