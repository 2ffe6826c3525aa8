"""Values that clients write, checked and brought into the form of a column."""

import re
from datetime import date, datetime

import orjson

from connectors.sandbox.odoo.errors import AttributeMistake, ProgrammingMistake, ValidationError
from connectors.sandbox.odoo.fields import Field
from connectors.sdk.types import JSON

_TRUE = {"1", "true", "yes"}
_FALSE = {"0", "false", "no", ""}


def column_value(name: str, field: Field, value: JSON) -> JSON:
    """A value of ``create`` or ``write`` as it is stored; raises ValueError 500 or ValidationError."""
    if field.type == "boolean":
        return int(bool(value))
    if value is False or value is None or value == "":
        return None
    checker = _CHECKERS.get(field.type, _text)
    return checker(name, field, value)


def from_cell(name: str, field: Field, cell: JSON) -> JSON:
    """A cell of ``load`` (a string) as a value of ``create``; raises ValidationError."""
    if cell is False or cell is None or cell == "":
        return False
    if not isinstance(cell, str):
        raise AttributeMistake(f"{type(cell).__name__!r} object has no attribute 'strip'")
    try:
        return _from_text(field, cell)
    except ValueError:
        what = {"float": "a number", "monetary": "a number", "integer": "an integer"}
        kind = what.get(field.type, f"a valid {field.type}")
        raise ValidationError(
            f"'{cell}' does not seem to be {kind} for field '{field.string}'", name
        ) from None


def _from_text(field: Field, cell: str) -> JSON:
    if field.type == "boolean":
        word = cell.strip().lower()
        if word not in _TRUE | _FALSE:
            raise ValueError
        return word in _TRUE
    if field.type == "integer":
        return int(cell)
    if field.type in {"float", "monetary"}:
        return float(cell)
    if field.type == "selection":
        found = [key for key, label in field.selection if cell in (key, label)]
        if not found:
            raise ValueError
        return found[0]
    if field.type == "date":
        return date.fromisoformat(cell).isoformat()
    if field.type == "datetime":
        datetime.strptime(cell, "%Y-%m-%d %H:%M:%S" if len(cell) > 10 else "%Y-%m-%d")
    return cell


def _text(name: str, field: Field, value: JSON) -> JSON:
    return value if isinstance(value, str) else str(value)


def _integer(name: str, field: Field, value: JSON) -> JSON:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ProgrammingMistake(f"invalid literal for int() with base 10: {value!r}") from None


def _float(name: str, field: Field, value: JSON) -> JSON:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ProgrammingMistake(f"could not convert string to float: {value!r}") from None


def _selection(name: str, field: Field, value: JSON) -> JSON:
    if value not in [key for key, _ in field.selection]:
        raise ProgrammingMistake(f"Wrong value for {name}: {value!r}")
    return value


def _datetime(name: str, field: Field, value: JSON) -> JSON:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d+)?)?", str(value)):
        raise ProgrammingMistake(f"time data {value!r} does not match format '%Y-%m-%d %H:%M:%S'")
    return value if len(value) > 10 else f"{value} 00:00:00"


def _date(name: str, field: Field, value: JSON) -> JSON:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)[:10]):
        raise ProgrammingMistake(f"time data {value!r} does not match format '%Y-%m-%d'")
    return str(value)[:10]


def _many2many(name: str, field: Field, value: JSON) -> JSON:
    ids: list[int] = []
    for command in value:
        if isinstance(command, int):
            ids.append(command)
        elif command[0] == 6:
            ids = list(command[2])
        elif command[0] == 4:
            ids.append(command[1])
        elif command[0] == 5:
            ids = []
        else:
            raise ProgrammingMistake(f"Wrong value for {name}: {value!r}")
    return orjson.dumps(ids).decode()


_CHECKERS = {
    "integer": _integer,
    "many2one": _integer,
    "float": _float,
    "monetary": _float,
    "selection": _selection,
    "datetime": _datetime,
    "date": _date,
    "many2many": _many2many,
}
