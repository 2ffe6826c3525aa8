"""The one place where values change between Fairlead's form and Odoo's forms.

Odoo reads and writes differently: it answers ``false`` for empty, ``[id, name]`` for a relation and
times without a zone; ``load`` takes strings, external ids and names. Fairlead's form is plain JSON:
``null`` for empty, ``{"id", "name"}`` for a relation, RFC 3339 for times.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from connectors.catalog.odoo.models import FieldInfo, Fields
from connectors.sdk.errors import PermanentError, Where
from connectors.sdk.types import JSON

_NUMBERS = {"integer", "float", "monetary"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MAX_SHOWN = 60


def from_reading(record: Mapping[str, JSON], fields: Fields) -> dict[str, JSON]:
    """A record as ``read`` answers it, in Fairlead's form."""
    return {name: _plain(fields.get(name), value) for name, value in record.items()}


def cell(field: FieldInfo, value: JSON) -> str:
    """A plain value as a cell of ``load``; raises PermanentError naming the field."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict | list):
        raise unfit(field, "takes no object or list")
    if isinstance(value, bool):
        if field.type != "boolean" and value:
            raise unfit(field, "is no yes/no field")
        return ("1" if value else "0") if field.type == "boolean" else ""
    if field.type in _NUMBERS:
        return _number(field, value)
    if field.type == "datetime":
        return odoo_time(field, str(value))
    if field.type == "date":
        return _date(field, str(value))
    return str(value)


def odoo_time(field: FieldInfo, text: str) -> str:
    """A time as Odoo writes it, in UTC. A time without a zone is taken for UTC; a day is its start."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise unfit(field, "needs a time like 2026-01-31T08:00:00Z") from None
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def plain_time(text: str) -> str:
    """A time of Odoo in RFC 3339."""
    return text.replace(" ", "T", 1) + "Z"


def unfit(field: FieldInfo, why: str) -> PermanentError:
    """The error for a value that its field cannot take. The value itself is not told."""
    return PermanentError(
        f"The field {field.name} ({field.title}) {why}.",
        hint="Correct the mapping; the designer shows what the model's fields take.",
        where=Where(path=field.name),
    )


def _plain(field: FieldInfo | None, value: JSON) -> JSON:
    if field is None or field.type == "boolean":
        return value
    if value is False:
        return None
    if field.type in ("many2one", "reference") and isinstance(value, list) and len(value) == 2:
        return {"id": value[0], "name": value[1]}
    if field.type == "datetime" and isinstance(value, str):
        return plain_time(value[:19])
    return value


def _number(field: FieldInfo, value: JSON) -> str:
    text = str(value).strip()
    try:
        number = float(text)
    except ValueError:
        raise unfit(field, "needs a number") from None
    if number != number or number in (float("inf"), float("-inf")) or len(text) > _MAX_SHOWN:
        raise unfit(field, "needs a number of ordinary size")
    if field.type == "integer":
        if number != int(number):
            raise unfit(field, "needs a whole number")
        return str(int(number)) if "e" in text.lower() or "." in text else text
    return text


def _date(field: FieldInfo, text: str) -> str:
    day = text.strip()[:10]
    if not _DAY.fullmatch(day):
        raise unfit(field, "needs a date like 2026-01-31")
    return day
