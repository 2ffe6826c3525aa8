"""Records as rows of ``load``: columns, cells, and continuation rows for lines.

Fairlead's form of a relation: ``{"external_id": …}`` for a record of ours, ``{"xml_id": …}`` for one of
another module, ``{"id": 7}`` or ``7`` for a database id, ``{"code": "NO"}`` (any one field) to look it up,
a text for its name. Lines: ``[{"external_id", "values"}]``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connectors.catalog.odoo.external_ids import external_id, foreign_id
from connectors.catalog.odoo.lookups import Lookups
from connectors.catalog.odoo.models import FieldInfo, Fields, Models
from connectors.catalog.odoo.values import cell, unfit
from connectors.sdk.errors import PermanentError, Where
from connectors.sdk.types import JSON

Cells = dict[str, str]
MAX_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """One record, ready for ``load``."""

    identity: str
    """``module.name``, or the database id of an update."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    touches: frozenset[str]
    """The external ids that the call changes: the record's and its lines'."""
    archived_relations: bool = False


@dataclass(slots=True)
class _Work:
    cells: Cells = field(default_factory=dict)
    lines: dict[str, list[Cells]] = field(default_factory=dict)
    touches: set[str] = field(default_factory=set)
    archived: bool = False


class Rows:
    """Prepares records of a connection."""

    def __init__(self, models: Models, lookups: Lookups, module: str) -> None:
        self._models = models
        self._lookups = lookups
        self._module = module

    async def prepare(self, model: str, column: str, identity: str, values: JSON) -> Prepared:
        """The record's rows. ``column`` is ``id`` (external) or ``.id``; raises PermanentError."""
        fields = await self._models.fields(model)
        work = _Work({column: identity}, touches={identity})
        for name, value in _object(values).items():
            known = self._known(model, fields, name)
            if known.type == "one2many":
                await self._lines(work, known, value)
            else:
                await self._value(work, work.cells, known, value)
        return _flatten(identity, work)

    async def _lines(self, work: _Work, known: FieldInfo, value: JSON) -> None:
        if value is None:
            return
        if isinstance(value, dict):  # a sequence of one in JSONata is the one itself
            value = [value]
        if not isinstance(value, list) or len(value) > MAX_LINES:
            raise unfit(known, f"needs a list of at most {MAX_LINES:,} lines")
        fields = await self._models.fields(known.relation)
        for line in value:
            if not isinstance(line, dict) or "external_id" not in line:
                raise unfit(known, "needs lines with external_id and values, or a repeated call doubles them")
            named = external_id(line["external_id"], self._module)
            work.touches.add(named)
            cells: Cells = {"id": named}
            for name, one in _object(line.get("values")).items():
                inner = self._known(known.relation, fields, name)
                if inner.type == "one2many":
                    raise unfit(inner, "lies too deep: lines of lines are a call of their own")
                await self._value(work, cells, inner, one)
            work.lines.setdefault(known.name, []).append(cells)

    async def _value(self, work: _Work, cells: Cells, known: FieldInfo, value: JSON) -> None:
        if known.type == "many2one":
            column, text = await self._related(work, known, value)
        elif known.type == "many2many":
            column, text = await self._many(work, known, value)
        else:
            column, text = "", cell(known, value)
        cells[known.name + column] = text

    async def _many(self, work: _Work, known: FieldInfo, value: JSON) -> tuple[str, str]:
        if value is None or value == []:
            return "/.id", ""
        relations = value if isinstance(value, list) else [value]
        found = [await self._related(work, known, one) for one in relations]
        if len({column for column, _ in found}) > 1:
            raise unfit(known, "needs relations that are all named in the same way")
        return found[0][0], ",".join(text for _, text in found)

    async def _related(self, work: _Work, known: FieldInfo, value: JSON) -> tuple[str, str]:
        if value is None or value == "" or value is False:
            return "/.id", ""
        if isinstance(value, int) and not isinstance(value, bool):
            return "/.id", str(value)
        if isinstance(value, str):
            return "", value
        if not isinstance(value, dict) or not value:
            raise unfit(known, "needs a relation: external_id, id, or a field to look it up by")
        return await self._named(work, known, value)

    async def _named(self, work: _Work, known: FieldInfo, value: Mapping[str, JSON]) -> tuple[str, str]:
        if "external_id" in value:
            return "/id", external_id(value["external_id"], self._module)
        if "xml_id" in value:
            return "/id", foreign_id(value["xml_id"])
        if isinstance(value.get("id"), int):
            return "/.id", str(value["id"])
        if len(value) != 1:
            raise unfit(known, "is looked up by one field at a time")
        key, wanted = next(iter(value.items()))
        found = await self._lookups.find(known, key, wanted)
        work.archived = work.archived or found.archived
        return "/.id", str(found.id)

    def _known(self, model: str, fields: Fields, name: str) -> FieldInfo:
        found = fields.get(name)
        if found is None or name == "id":
            self._models.doubt(model)
            raise PermanentError(
                f"The model {model} has no field {name!r} to write.",
                hint="Correct the mapping; the designer shows the model's fields.",
                where=Where(path=name),
            )
        return found


def _object(values: JSON) -> Mapping[str, JSON]:
    if not isinstance(values, dict):
        raise PermanentError("The values of a record are an object of fields.", where=Where(path="values"))
    return values


def _flatten(identity: str, work: _Work) -> Prepared:
    """The first row holds the record and its first lines; each further row only lines."""
    own = sorted(work.cells)
    of_lines = {
        name: ["id", *sorted({column for line in lines for column in line} - {"id"})]
        for name, lines in sorted(work.lines.items())
    }
    columns = [*own, *(f"{name}/{column}" for name, used in of_lines.items() for column in used)]
    height = max([1, *(len(lines) for lines in work.lines.values())])
    rows = []
    for number in range(height):
        row = [work.cells[column] if number == 0 else "" for column in own]
        for name, used in of_lines.items():
            row += _line(work.lines[name], number, used)
        rows.append(tuple(row))
    return Prepared(identity, tuple(columns), tuple(rows), frozenset(work.touches), work.archived)


def _line(lines: Sequence[Cells], number: int, used: Sequence[str]) -> list[str]:
    line = lines[number] if number < len(lines) else {}
    return [line.get(column, "") for column in used]
