"""Creating, writing and unlinking, with the rules that the real models keep."""

from collections.abc import Mapping, Sequence

from connectors.sandbox.odoo.database import Transaction, marks, names, sql
from connectors.sandbox.odoo.errors import MissingError, ProgrammingMistake, ValidationError
from connectors.sandbox.odoo.fields import Field, Model
from connectors.sandbox.odoo.reading import Reader
from connectors.sandbox.odoo.rules import after_change, fill_defaults
from connectors.sandbox.odoo.values import column_value
from connectors.sdk.types import JSON

Values = Mapping[str, JSON]


class Writer:
    """Changes records inside one transaction."""

    def __init__(self, reader: Reader, transaction: Transaction, uid: int) -> None:
        self.reader = reader
        self.database = reader.database
        self.transaction = transaction
        self.uid = uid
        self.unsummed: set[int] | None = None
        """Orders whose totals wait for the end of what is under way; None where nothing waits."""

    def create(self, model: Model, values: Values) -> int:
        """Stores a new record with its lines; raises ValidationError or ValueError 500."""
        plain, lines = self._split(model, fill_defaults(self.database, model, values, self.transaction.now))
        self._require(model, plain)
        self._check_references(model, plain)
        now = self.transaction.now
        row = {**plain, "create_uid": self.uid, "create_date": now, "write_uid": self.uid, "write_date": now}
        record = self.database.insert(model.table, row)
        self._unique(model, record, plain)
        self.transaction.changed.add((model.name, record))
        self.transaction.created.setdefault(model.name, []).append(record)
        self._commands(model, record, lines)
        after_change(self, model, record)
        return record

    def write(self, model: Model, ids: Sequence[int], values: Values, *, skip_same: bool = False) -> None:
        """Changes records; ``skip_same`` leaves a record alone that has these values already."""
        plain, lines = self._split(model, values)
        rows = self.reader.existing(model, ids)
        for record in ids:
            if record not in rows:
                raise MissingError(
                    f"Record does not exist or has been deleted.\n(Record: {model.name}({record},), "
                    f"User: {self.uid})"
                )
            changed = {name: value for name, value in plain.items() if rows[record][name] != value}
            if changed or (plain and not skip_same):
                self._update(model, record, plain, set(changed or plain))
            self._commands(model, record, lines)
            if changed or lines:
                after_change(self, model, record)

    def touch(self, model: Model, record: int, values: Values) -> None:
        """Stores what the server itself computes."""
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        statement = sql("UPDATE", model.table, "SET", assignments, "WHERE id = ?")
        self.database.execute(statement, [*values.values(), record])
        self.transaction.changed.add((model.name, record))

    def unlink(self, model: Model, ids: Sequence[int]) -> None:
        """Deletes records with their lines and external ids."""
        rows = self.reader.existing(model, ids)
        for field in model.fields.values():
            if field.type == "one2many" and model.name != "res.partner":
                target = self.database.models[str(field.relation)]
                owned = self.reader.search(target, [[field.inverse, "in", list(ids)]], active_test=False)
                if owned:
                    self.unlink(target, owned)
        self.database.execute(
            sql("DELETE FROM", model.table, "WHERE id IN (", marks(len(ids)), ")"), list(ids)
        )
        self.database.execute(
            sql("DELETE FROM ir_model_data WHERE model = ? AND res_id IN (", marks(len(ids)), ")"),
            [model.name, *ids],
        )
        self.transaction.unlinked.setdefault(model.name, []).extend(rows)
        self.transaction.changed.update((model.name, one) for one in rows)
        for record, row in rows.items():
            after_change(self, model, record, row)

    def columns(self, model: Model, values: Values) -> dict[str, JSON]:
        """The values that have a column of their own, as they would be stored."""
        return self._split(model, values)[0]

    def _split(self, model: Model, values: Values) -> tuple[dict[str, JSON], dict[str, JSON]]:
        plain: dict[str, JSON] = {}
        lines: dict[str, JSON] = {}
        for name, value in values.items():
            field = model.fields.get(name)
            if field is None:
                raise ProgrammingMistake(f"Invalid field {name!r} in {model.name!r}")
            if field.type == "one2many":
                lines[name] = value
            elif field.stored and name != "id":
                plain[name] = column_value(name, field, value)
        return plain, lines

    def _update(self, model: Model, record: int, plain: Values, changed: set[str]) -> None:
        self._require(model, plain, partial=True)
        self._check_references(model, plain)
        stamped = {**plain, "write_uid": self.uid, "write_date": self.transaction.now}
        self.touch(model, record, stamped)
        self._unique(model, record, plain)
        self.transaction.written.setdefault(model.name, {}).setdefault(record, set()).update(changed)

    def _require(self, model: Model, plain: Values, partial: bool = False) -> None:
        for name, field in model.fields.items():
            needed = field.required or field.required_in_database
            if needed and plain.get(name) is None and (not partial or name in plain):
                if model.name == "res.partner":
                    raise ValidationError("Contacts require a name", name)
                raise ValidationError(
                    f"The operation cannot be completed: Missing required value for the field "
                    f"'{field.string}' ({name}).\nModel: '{model.title}' ({model.name})",
                    name,
                )

    def _check_references(self, model: Model, plain: Values) -> None:
        for name, value in plain.items():
            field = model.fields[name]
            if field.type == "many2one" and value is not None:
                target = self.database.models[str(field.relation)]
                if value not in self.reader.existing(target, [value]):
                    raise ValidationError(
                        "The operation cannot be completed: another model requires the record being "
                        f"referenced. ({target.name}, {value})",
                        name,
                    )

    def _unique(self, model: Model, record: int, plain: Values) -> None:
        for name, message in model.unique:
            if plain.get(name) is None:
                continue
            found = self.database.rows(
                sql("SELECT id FROM", model.table, "WHERE", names([name]), "= ? AND id <> ? LIMIT 1"),
                [plain[name], record],
            )
            if found:
                raise ValidationError(message, name)

    def _commands(self, model: Model, record: int, lines: Values) -> None:
        for name, commands in lines.items():
            field = model.fields[name]
            target = self.database.models[str(field.relation)]
            if not isinstance(commands, list):
                raise ProgrammingMistake(f"Wrong value for {model.name}.{name}: {commands!r}")
            for command in commands:
                self._command(target, field, record, command)

    def _command(self, target: Model, field: Field, record: int, command: JSON) -> None:
        code = command[0] if isinstance(command, list) and command else None
        if code == 0:
            self.create(target, {**command[2], str(field.inverse): record})
        elif code == 1:
            self.write(target, [command[1]], command[2])
        elif code == 2:
            self.unlink(target, [command[1]])
        elif code == 5:
            self.unlink(target, self.reader.search(target, [[field.inverse, "=", record]], active_test=False))
        else:
            raise ProgrammingMistake(f"Wrong value for {field.string}: {command!r}")
