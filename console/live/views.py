"""What viewers see, kept once for all viewers who see the same.

A view reads its data from PostgreSQL, remembers what it last told, and answers what changed. It
is synchronous; the hub calls it in a thread. Hints only say where to look, so a hint lost or sent
twice never makes a page wrong.
"""

from collections.abc import Collection, Hashable, Iterable
from typing import Protocol

from connectors.sdk.types import JSON
from console.accounts.models import User
from console.live.frames import dumps
from flows.facade import accounting, executions

NEWEST = 50
REMEMBERED = 500
FINAL = frozenset({"succeeded", "failed", "cancelled"})


class View(Protocol):
    """``key`` tells views apart; viewers with equal keys share one."""

    key: Hashable

    def snapshot(self) -> bytes:
        """Everything, as the JSON of a snapshot's data."""
        ...

    def changes(self, ids: Collection[str]) -> bytes | None:
        """The JSON of a delta after a hint at ``ids``; None where nothing it shows has changed."""
        ...

    def check(self) -> bytes | None:
        """As ``changes``, found without any hint."""
        ...


class ListView:
    """The newest executions of some flows."""

    def __init__(self, flow_ids: frozenset[int]) -> None:
        self.key: Hashable = ("list", flow_ids)
        self._flow_ids = flow_ids
        self._told: dict[str, bytes] = {}
        self._open: set[str] = set()

    def snapshot(self) -> bytes:
        rows = executions.newest(self._flow_ids, NEWEST)
        self._changed(rows)
        return dumps({"executions": rows})

    def changes(self, ids: Collection[str]) -> bytes | None:
        return self._delta(executions.rows(ids, self._flow_ids))

    def check(self) -> bytes | None:
        rows = executions.newest(self._flow_ids, NEWEST)
        shown = {str(row["id"]) for row in rows}
        return self._delta([*rows, *executions.rows(self._open - shown, self._flow_ids)])

    def _delta(self, rows: Iterable[JSON]) -> bytes | None:
        changed = self._changed(rows)
        return dumps({"executions": changed}) if changed else None

    def _changed(self, rows: Iterable[JSON]) -> list[JSON]:
        changed = [row for row in rows if self._remember(row)]
        for old in list(self._told)[: max(0, len(self._told) - REMEMBERED)]:
            del self._told[old]
            self._open.discard(old)
        return changed

    def _remember(self, row: JSON) -> bool:
        name, told = str(row["id"]), dumps(row)
        new = self._told.get(name) != told
        self._told[name] = told
        if row["status"] in FINAL:
            self._open.discard(name)
        else:
            self._open.add(name)
        return new


class DetailView:
    """One execution with its steps, as one person may see it."""

    def __init__(self, user: User, execution_id: str) -> None:
        self.key: Hashable = ("detail", user.pk, execution_id)
        self._user = user
        self._id = execution_id
        self._told = b""

    def snapshot(self) -> bytes:
        self._told = self._read()
        return self._told

    def changes(self, ids: Collection[str]) -> bytes | None:
        return self.check() if self._id in ids else None

    def check(self) -> bytes | None:
        told = self._told
        return None if self.snapshot() == told else self._told

    def _read(self) -> bytes:
        detail = executions.detail(self._user, self._id)
        return dumps({name: value for name, value in detail.items() if name != "definition"})


class WallView:
    """How the flows stand: counts of each, and the account of all."""

    def __init__(self, flow_ids: frozenset[int]) -> None:
        self.key: Hashable = ("wall", flow_ids)
        self._flow_ids = flow_ids
        self._told = b""

    def snapshot(self) -> bytes:
        self._told = dumps(accounting.wall(self._flow_ids))
        return self._told

    def changes(self, ids: Collection[str]) -> bytes | None:
        return None
        # Counting is dearer than reading rows: check() does it at the slower beat.

    def check(self) -> bytes | None:
        told = self._told
        return None if self.snapshot() == told else self._told
