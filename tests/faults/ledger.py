"""What a target outside remembers: attempts and effects by idempotency key, and the order of effects."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Entry:
    """One idempotency key."""

    attempts: int = 0
    effects: int = 0


@dataclass
class Ledger:
    """Of one door. ``keyed``: a key that had its effect has no second one, as a target promises that
    honours keys. Effects are also counted by the event's own id, which no key of ours can cover up."""

    keyed: bool = True
    requests: int = 0
    entries: dict[str, Entry] = field(default_factory=lambda: defaultdict(Entry))
    effects: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    attempts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    attempted_at: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    versions: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def arrives(self, key: str, body: Mapping[str, Any], at: float) -> None:
        """A request was read."""
        self.requests += 1
        self.entries[key].attempts += 1
        self.attempts[body["id"]] += 1
        self.attempted_at[body["id"]].append(at)

    def takes_effect(self, key: str, body: Mapping[str, Any]) -> None:
        """The request is carried out, unless its key says that it was before."""
        entry = self.entries[key]
        if self.keyed and entry.effects:
            return
        entry.effects += 1
        self.effects[body["id"]] += 1
        self.versions[body["id"]] = str(body.get("version", ""))
        if body.get("line"):
            self.lines[body["line"]].append(body["n"])

    def report(self) -> dict[str, Any]:
        return {
            "requests": self.requests,
            "keys": {key: [one.attempts, one.effects] for key, one in self.entries.items()},
            "effects": self.effects,
            "attempts": self.attempts,
            "versions": self.versions,
            "lines": self.lines,
            "attempted_at": self.attempted_at,
        }
