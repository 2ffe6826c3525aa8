"""``load``: the upsert by external id, with the answers of the real one.

All rows or none are stored; a failure is answered as ``{"ids": false, "messages": […]}``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.sandbox.odoo.cells import Cells
from connectors.sandbox.odoo.database import sql
from connectors.sandbox.odoo.errors import (
    OdooError,
    ProgrammingMistake,
    SerializationFailure,
    ValidationError,
)
from connectors.sandbox.odoo.fields import Field, Model
from connectors.sandbox.odoo.rules import totals_once
from connectors.sandbox.odoo.writing import Writer
from connectors.sdk.types import JSON

Row = Sequence[JSON]
Columns = Sequence[tuple[str, ...]]


class RowsFailed(Exception):
    """At least one row is bad: everything is undone, and the messages are the answer."""

    def __init__(self, messages: list[dict[str, JSON]]) -> None:
        super().__init__("rows failed")
        self.messages = messages


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the call: its first row and the continuation rows that hold its lines."""

    first: int
    rows: Sequence[Row]


class Loader:
    """Runs one ``load``."""

    def __init__(self, writer: Writer, active_test: bool = True) -> None:
        self._writer = writer
        self._database = writer.database
        self._cells = Cells(writer.reader, active_test)

    def load(self, model: Model, fields: Sequence[str], data: Sequence[Row]) -> list[int]:
        """Ids of the records, one per entry; raises RowsFailed, or ValueError 500 for a column."""
        columns = [tuple(one.split("/")) for one in fields]
        self._check_columns(model, columns)
        ids: list[int] = []
        messages: list[dict[str, JSON]] = []
        for entry in _entries(model, columns, data):
            try:
                with self._database.savepoint(), totals_once(self._writer):
                    ids.append(self._record(model, columns, entry.rows, {}))
            except ProgrammingMistake:
                raise
            except OdooError as error:
                messages.append(_message(error, entry))
        if messages:
            raise RowsFailed(messages)
        return ids

    def _check_columns(self, model: Model, columns: Columns) -> None:
        for path in columns:
            if path[0] in (".id", "id"):
                continue
            field = model.fields.get(path[0])
            if field is None:
                raise ProgrammingMistake(f"Invalid field name {path[0]!r} in {model.name!r}")
            if field.type == "one2many" and len(path) > 1:
                self._check_columns(self._target(field), [path[1:]])

    def _record(self, model: Model, columns: Columns, rows: Sequence[Row], extra: dict[str, JSON]) -> int:
        external, database_id, values = None, None, dict(extra)
        lines: dict[str, list[int]] = {}
        for index, path in enumerate(columns):
            name, cell = path[0], rows[0][index]
            if path == ("id",):
                external = cell or None
            elif path == (".id",):
                database_id = int(cell) if cell else None
            elif model.fields[name].type == "one2many":
                lines.setdefault(name, []).append(index)
            else:
                values[name] = self._cells.value(name, model.fields[name], path[1:], cell)
        record = self._store(model, external, database_id, values)
        for name, indexes in lines.items():
            self._lines(model.fields[name], [columns[i][1:] for i in indexes], indexes, rows, record)
        return record

    def _lines(
        self, field: Field, columns: Columns, indexes: list[int], rows: Sequence[Row], record: int
    ) -> None:
        target = self._target(field)
        for row in rows:
            cells = [row[index] for index in indexes]
            if any(cell not in ("", False, None) for cell in cells):
                self._record(target, columns, [cells], {str(field.inverse): record})

    def _store(
        self, model: Model, external: str | None, database_id: int | None, values: dict[str, JSON]
    ) -> int:
        if external is None:
            if database_id is None:
                return self._writer.create(model, values)
            self._fresh(model, database_id)
            self._writer.write(model, [database_id], values, skip_same=True)
            return database_id
        module, name = self._cells.split(external)
        known = self._known(model, module, name)
        if known is None:
            record = self._writer.create(model, values)
            self._remember(model, module, name, record)
            return record
        if self._changes(model, known, values):
            self._fresh(model, known)
            self._writer.write(model, [known], values, skip_same=True)
        return known

    def _known(self, model: Model, module: str, name: str) -> int | None:
        key = ("xmlid", f"{module}.{name}")
        self._database.check_fresh(self._writer.transaction, key)
        found = self._database.rows(
            "SELECT model, res_id FROM ir_model_data WHERE module = ? AND name = ?", [module, name]
        )
        if not found:
            return None
        if found[0]["model"] != model.name:
            raise ValidationError(
                f"External ID '{module}.{name}' belongs to a record of {found[0]['model']}, "
                f"it cannot be used for {model.name}.",
                "id",
            )
        record = int(found[0]["res_id"])
        return record if record in self._writer.reader.existing(model, [record]) else None

    def _remember(self, model: Model, module: str, name: str, record: int) -> None:
        self._database.execute("DELETE FROM ir_model_data WHERE module = ? AND name = ?", [module, name])
        now = self._writer.transaction.now
        self._database.insert(
            "ir_model_data",
            {"module": module, "name": name, "model": model.name, "res_id": record, "noupdate": 0,
             "create_date": now, "write_date": now},
        )  # fmt: skip
        self._writer.transaction.changed.add(("xmlid", f"{module}.{name}"))

    def _changes(self, model: Model, record: int, values: dict[str, JSON]) -> bool:
        row = self._database.rows(sql("SELECT * FROM", model.table, "WHERE id = ?"), [record])[0]
        plain = self._writer.columns(model, values)
        return any(row[name] != value for name, value in plain.items())

    def _fresh(self, model: Model, record: int) -> None:
        own = record in self._writer.transaction.created.get(model.name, ())
        if not own:
            self._database.check_fresh(self._writer.transaction, (model.name, record))

    def _target(self, field: Field) -> Model:
        return self._database.models[str(field.relation)]


def _entries(model: Model, columns: Columns, data: Sequence[Row]) -> Iterator[Entry]:
    """Rows whose own columns are all empty continue the record above them."""
    own = [
        index
        for index, path in enumerate(columns)
        if path[0] in ("id", ".id") or model.fields[path[0]].type != "one2many"
    ]
    start = 0
    for index in range(1, len(data) + 1):
        if index == len(data) or any(data[index][column] not in ("", False, None) for column in own):
            yield Entry(start, data[start:index])
            start = index


def _message(error: OdooError, entry: Entry) -> dict[str, JSON]:
    last = entry.first + len(entry.rows) - 1
    message: dict[str, JSON] = {
        "type": "error",
        "record": entry.first,
        "rows": {"from": entry.first, "to": last},
        "message": error.message,
    }
    if error.field and not isinstance(error, SerializationFailure):
        message["field"] = error.field
    return message
