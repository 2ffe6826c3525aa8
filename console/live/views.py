"""What viewers see, kept once for all viewers who see the same.

A view reads its data from PostgreSQL, remembers what it last told, and answers what changed. It
is synchronous; the hub calls it in a thread, one call at a time. Hints only say where to look, so
a hint lost or sent twice never makes a page wrong.
"""

import time
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

import orjson

from connectors.sdk.types import JSON
from console.accounts.models import User
from console.audit import reveals
from console.live.frames import dumps
from console.live.pace import read_anew_within_s
from console.live.presence import register
from flows.facade import accounting, executions

NEWEST = 50
REMEMBERED = 500
MOST_FOLLOWED = 200
"""Of more executions at once a page of 50 shows little: the newest are read then, not each of them."""
ENDED_FOR_GOOD = frozenset({"succeeded", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``data`` shows everything. ``delta`` is what reading it has brought to light: those who were
    shown an earlier snapshot have to be told."""

    data: bytes
    delta: bytes | None


@dataclass(frozen=True, slots=True)
class Look:
    """What a view is asked to look for.

    ``ids``: executions that hints named. ``missed``: there were hints that were lost or too many to
    keep. ``whole``: look at everything, without regard to hints. ``viewers``: how many look on.
    """

    ids: Collection[str] = ()
    missed: bool = False
    whole: bool = False
    viewers: int = 1


class View(Protocol):
    """``key`` tells views apart; viewers with equal keys share one."""

    key: Hashable

    def snapshot(self) -> Snapshot:
        """Everything, read now."""
        ...

    def news(self, look: Look) -> bytes | None:
        """A delta's data; None where nothing shown has changed."""
        ...


class ListView:
    """The newest executions of some flows. A delta whose ``more`` is true does not hold every row
    that is new, but the newest of them: the top of the list is right, and whoever shows more of it
    reads it anew, at any time within ``again_s`` seconds, so that a crowd does not do so at once."""

    def __init__(self, flow_ids: frozenset[int]) -> None:
        self.key: Hashable = ("list", flow_ids)
        self._flow_ids = flow_ids
        self._told: dict[str, bytes] | None = None
        self._open: set[str] = set()
        self._viewers = 1

    def snapshot(self) -> Snapshot:
        first = self._told is None
        rows = executions.newest(self._flow_ids, NEWEST)
        delta = self._delta(rows, more=self._are_new(rows))
        return Snapshot(dumps({"executions": rows}), None if first else delta)

    def news(self, look: Look) -> bytes | None:
        self._viewers = look.viewers
        burst = look.missed or len(look.ids) > MOST_FOLLOWED
        if not (burst or look.whole):
            return self._delta(executions.rows(look.ids, self._flow_ids)) if look.ids else None
        rows = executions.newest(self._flow_ids, NEWEST)
        shown = {str(row["id"]) for row in rows}
        named = set() if burst else set(look.ids)
        older = executions.rows((self._open | named) - shown, self._flow_ids)
        return self._delta([*rows, *older], more=burst or self._are_new(rows))

    def _are_new(self, rows: Sequence[dict[str, JSON]]) -> bool:
        """Whether a full page of rows was never told, so that there may be others behind them."""
        told = self._told or {}
        return len(rows) >= NEWEST and not any(str(row["id"]) in told for row in rows)

    def _delta(self, rows: Sequence[dict[str, JSON]], more: bool = False) -> bytes | None:
        told = self._told = {} if self._told is None else self._told
        changed = [row for row in rows if self._remember(told, row)]
        self._forget(told)
        if not changed and not more:
            return None
        again = {"again_s": read_anew_within_s(self._viewers)} if more else {}
        return dumps({"executions": changed, "more": more, **again})

    def _remember(self, told: dict[str, bytes], row: dict[str, JSON]) -> bool:
        name, text = str(row["id"]), dumps(row)
        new = told.get(name) != text
        told[name] = text
        if row["status"] in ENDED_FOR_GOOD:
            self._open.discard(name)
        else:
            self._open.add(name)
        return new

    def _forget(self, told: dict[str, bytes]) -> None:
        for old in list(told)[: max(0, len(told) - REMEMBERED)]:
            del told[old]
            self._open.discard(old)


class DetailView:
    """One execution with its steps, as one person may see it. A delta holds the members that differ."""

    def __init__(self, user: User, execution_id: str) -> None:
        self.key: Hashable = ("detail", user.pk, execution_id)
        self._user = user
        self._id = execution_id
        self._told: dict[str, bytes] = {}
        self._noted_at: float | None = None

    def snapshot(self) -> Snapshot:
        delta = self._changed() if self._told else None
        self._told = self._told or self._read()
        return Snapshot(_object(self._told), delta)

    def news(self, look: Look) -> bytes | None:
        return self._changed() if look.whole or look.missed or self._id in look.ids else None

    def _changed(self) -> bytes | None:
        before, self._told = self._told, self._read()
        changed = {name: value for name, value in self._told.items() if before.get(name) != value}
        return _object(changed) if changed else None

    def _read(self) -> dict[str, bytes]:
        detail = executions.detail(self._user, self._id)
        self._note(detail)
        return {name: dumps(value) for name, value in detail.items() if name != "definition"}

    def _note(self, detail: JSON) -> None:
        """A payload that is shown by right is written down, as on the page; a page open for hours
        tells it each hour."""
        if self._noted_at is None or time.monotonic() - self._noted_at > reveals.ONCE_IN.total_seconds():
            reveals.note_execution(self._user, detail)
            self._noted_at = time.monotonic() if detail["payload_access"] == "revealed" else None


class _WholeView:
    """Told as a whole or not at all: a delta is everything again."""

    def __init__(self) -> None:
        self._told = b""

    def snapshot(self) -> Snapshot:
        first = not self._told
        delta = self._changed()
        return Snapshot(self._told, None if first else delta)

    def _changed(self) -> bytes | None:
        before, self._told = self._told, dumps(self._read())
        return None if self._told == before else self._told

    def _read(self) -> JSON:
        raise NotImplementedError


class WallView(_WholeView):
    """How the flows stand: counts of each, and the account of all."""

    def __init__(self, flow_ids: frozenset[int]) -> None:
        super().__init__()
        self.key: Hashable = ("wall", flow_ids)
        self._flow_ids = flow_ids

    def news(self, look: Look) -> bytes | None:
        """Counting is dearer than reading rows: no single hint makes it count."""
        return self._changed() if look.whole or look.missed else None

    def _read(self) -> JSON:
        return accounting.wall(self._flow_ids)


class PresenceView(_WholeView):
    """Who has a flow open, as the register knows it: nothing is read from the database."""

    def __init__(self, flow_id: int) -> None:
        super().__init__()
        self.key: Hashable = ("presence", flow_id)
        self.flow_id = flow_id

    def news(self, look: Look) -> bytes | None:
        return self._changed() if look.whole else None

    def _read(self) -> JSON:
        return {"people": register.people(self.flow_id)}


def _object(members: dict[str, bytes]) -> bytes:
    """A JSON object of members that are JSON already."""
    return b"{" + b",".join(orjson.dumps(name) + b":" + value for name, value in members.items()) + b"}"
