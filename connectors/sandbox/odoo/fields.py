"""Descriptions of models and their fields, as ``fields_get`` tells them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.sdk.types import JSON

SQL_TYPES = {
    "boolean": "INTEGER",
    "integer": "INTEGER",
    "many2one": "INTEGER",
    "float": "REAL",
    "monetary": "REAL",
}
"""Column types; everything else that is stored is TEXT."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a model."""

    type: str
    string: str
    required: bool = False
    readonly: bool = False
    relation: str | None = None
    inverse: str | None = None
    selection: tuple[tuple[str, str], ...] = ()
    default: JSON = None
    required_in_database: bool = False
    """Required, although ``fields_get`` does not say so."""

    @property
    def stored(self) -> bool:
        """Whether the model's own table has a column for it."""
        return self.type not in {"one2many", "computed"}


@dataclass(frozen=True, slots=True)
class Model:
    """One model: its fields and what may be done with it over the wire."""

    name: str
    title: str
    own_fields: Mapping[str, Field]
    rec_name: str = "name"
    order: str = "id"
    rights: frozenset[str] = frozenset({"read", "create", "write", "unlink"})
    unique: tuple[tuple[str, str], ...] = ()
    """(field, message) of every unique constraint."""
    fields: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", {**MAGIC, **self.own_fields})

    @property
    def table(self) -> str:
        return self.name.replace(".", "_")

    def stored(self) -> list[str]:
        """Names of the fields with a column, ``id`` first."""
        return [name for name, one in self.fields.items() if one.stored]


def char(string: str, **more: JSON) -> Field:
    return Field("char", string, **more)


def many2one(string: str, relation: str, **more: JSON) -> Field:
    return Field("many2one", string, relation=relation, **more)


def one2many(string: str, relation: str, inverse: str) -> Field:
    return Field("one2many", string, relation=relation, inverse=inverse)


def many2many(string: str, relation: str) -> Field:
    return Field("many2many", string, relation=relation)


def selection(string: str, *pairs: tuple[str, str], **more: JSON) -> Field:
    return Field("selection", string, selection=pairs, **more)


MAGIC: Mapping[str, Field] = {
    "id": Field("integer", "ID", readonly=True),
    "display_name": Field("computed", "Display Name", readonly=True),
    "create_uid": many2one("Created by", "res.users", readonly=True),
    "create_date": Field("datetime", "Created on", readonly=True),
    "write_uid": many2one("Last Updated by", "res.users", readonly=True),
    "write_date": Field("datetime", "Last Updated on", readonly=True),
}
"""What every model has."""
