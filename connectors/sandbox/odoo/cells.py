"""Cells of ``load``: strings, external ids, database ids and names."""

from typing import Any

from connectors.sandbox.odoo.errors import ProgrammingMistake, ValidationError
from connectors.sandbox.odoo.fields import Field
from connectors.sandbox.odoo.reading import Reader
from connectors.sandbox.odoo.values import from_cell
from connectors.sdk.types import JSON


class Cells:
    """Turns cells into values."""

    def __init__(self, reader: Reader, active_test: bool) -> None:
        self._reader = reader
        self._active_test = active_test

    def split(self, external: Any) -> tuple[str, str]:
        """Module and name of an external id; raises ValidationError."""
        text = str(external)
        if " " in text:
            raise ValidationError(f"External IDs cannot contain spaces: '{text}'", "id")
        module, dot, name = text.partition(".")
        return (module, name) if dot else ("__import__", text)

    def value(self, name: str, field: Field, path: tuple[str, ...], cell: JSON) -> JSON:
        """The value a cell stands for; ``path`` is what follows the field's name in the column."""
        if field.type == "many2many":
            ids = [self._related(name, field, path, one) for one in str(cell or "").split(",") if one]
            return [[6, 0, ids]]
        if field.type != "many2one":
            if path:
                raise ProgrammingMistake(f"The field {name!r} has no sub-field {path[0]!r}")
            return from_cell(name, field, cell)
        return self._related(name, field, path, cell) if cell else False

    def _related(self, name: str, field: Field, path: tuple[str, ...], cell: JSON) -> int:
        target = self._reader.database.models[str(field.relation)]
        found: list[int]
        if path == ("id",):
            module, external = self.split(cell)
            rows = self._reader.database.rows(
                "SELECT res_id FROM ir_model_data WHERE module = ? AND name = ? AND model = ?",
                [module, external, target.name],
            )
            found, what = [int(row["res_id"]) for row in rows], "external id"
        elif path == (".id",):
            wanted = [["id", "=", _number(cell)]]
            found = self._reader.search(target, wanted, active_test=self._active_test)
            what = "database id"
        elif not path:
            found, what = self._reader.search(target, [[target.rec_name, "=", cell]], limit=1), "name"
        else:
            raise ProgrammingMistake(f"The field {name!r} has no sub-field {path[0]!r}")
        if not found:
            raise ValidationError(
                f"No matching record found for {what} '{cell}' in field '{field.string}'", name
            )
        return found[0]


def _number(cell: JSON) -> int:
    try:
        return int(cell)
    except (TypeError, ValueError):
        raise ProgrammingMistake(f"Invalid database id '{cell}'") from None
