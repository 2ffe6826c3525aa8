"""The data: SQLite under the state directory, with Odoo's repeatable-read conflicts.

A transaction's statements run in one go on the event loop, so they are truly serialised. What a
real server does over time is kept by counting: a transaction that began before another one
committed a change to the same record fails as PostgreSQL would let it fail.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from connectors.sandbox.odoo.errors import SerializationFailure
from connectors.sandbox.odoo.fields import SQL_TYPES, Model
from connectors.sdk.types import JSON

Key = tuple[str, int | str]
"""A record as (model, id), or an external id as ("xmlid", name)."""


@dataclass(slots=True)
class Transaction:
    """One request's view: when it began, and what it changed."""

    began: int
    now: str
    changed: set[Key] = field(default_factory=set)
    created: dict[str, list[int]] = field(default_factory=dict)
    written: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    unlinked: dict[str, list[int]] = field(default_factory=dict)


def sql(*parts: str) -> str:
    """Joins the parts of a statement. Names in it come from the model declarations alone."""
    return " ".join(parts)


def names(columns: Sequence[str]) -> str:
    """Column names, quoted for a statement."""
    return ", ".join(f'"{one}"' for one in columns)


def marks(count: int) -> str:
    """Place-holders for ``count`` values."""
    return ", ".join("?" * count)


class Database:
    """One SQLite file, used by one event loop."""

    def __init__(self, path: Path, models: Mapping[str, Model]) -> None:
        self.models = models
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._commits = 0
        self._open = 0
        self._versions: dict[Key, int] = {}
        self.execute("PRAGMA journal_mode=WAL")
        self.execute("PRAGMA synchronous=NORMAL")
        for model in models.values():
            self._create_table(model)

    def close(self) -> None:
        self._connection.close()

    def execute(self, statement: str, values: Sequence[JSON] = ()) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def rows(self, statement: str, values: Sequence[JSON] = ()) -> list[sqlite3.Row]:
        return self.execute(statement, values).fetchall()

    def insert(self, table: str, row: Mapping[str, JSON]) -> int:
        """Stores a new row and returns its id."""
        statement = sql(
            "INSERT INTO", table, "(", names(list(row)), ") VALUES (", marks(len(row)), ") RETURNING id"
        )
        return int(self.rows(statement, list(row.values()))[0]["id"])

    def begin(self) -> Transaction:
        """Takes the snapshot. Every ``begin`` is followed by one ``end``."""
        self._open += 1
        return Transaction(self._commits, datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"))

    def end(self, transaction: Transaction) -> None:
        """Forgets the versions that no open transaction can conflict with."""
        self._open -= 1
        if not self._open:
            self._versions.clear()

    @contextmanager
    def statements(self, transaction: Transaction) -> Iterator[None]:
        """Runs the block's statements at once and commits them; an exception undoes them all."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")
        self._commits += 1
        for key in transaction.changed:
            self._versions[key] = self._commits

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undoes the block alone where it fails."""
        self.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK TO part")
            raise
        finally:
            self.execute("RELEASE part")

    def check_fresh(self, transaction: Transaction, *keys: Key) -> None:
        """Raises SerializationFailure where another transaction changed one of ``keys`` since."""
        if any(self._versions.get(key, 0) > transaction.began for key in keys):
            raise SerializationFailure

    def _create_table(self, model: Model) -> None:
        columns = ["id INTEGER PRIMARY KEY AUTOINCREMENT"]
        columns += [
            f'"{name}" {SQL_TYPES.get(model.fields[name].type, "TEXT")}' for name in model.stored()[1:]
        ]
        self.execute(sql("CREATE TABLE IF NOT EXISTS", model.table, "(", ", ".join(columns), ")"))
        indexed = [name for name, one in model.fields.items() if one.type == "many2one"]
        indexed += [name for name, _ in model.unique] + ["write_date"]
        for name in indexed:
            index = f"{model.table}_{name}"
            self.execute(sql("CREATE INDEX IF NOT EXISTS", index, "ON", model.table, f'("{name}")'))
        if model.name == "ir.model.data":
            self.execute(
                "CREATE UNIQUE INDEX IF NOT EXISTS ir_model_data_key ON ir_model_data (module, name)"
            )
            self.execute("CREATE INDEX IF NOT EXISTS ir_model_data_res ON ir_model_data (model, res_id)")
