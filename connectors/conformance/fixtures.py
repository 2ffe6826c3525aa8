"""Reads a connector's recorded conversations: ``fixtures/*.json`` in its folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import orjson

from connectors.sdk.protocol import CallItem
from connectors.sdk.schemas import validator
from connectors.sdk.types import JSON

_VALIDATOR = validator(orjson.loads(Path(__file__).with_name("fixture.schema.json").read_bytes()))
SERVER = "{server}"


class FixtureInvalid(Exception):
    """A fixture does not have the form that fixture.schema.json asks for."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request that is expected, and its recorded answer."""

    request: Mapping[str, JSON]
    response: Mapping[str, JSON]
    effect: bool = False


@dataclass(frozen=True, slots=True)
class Fixture:
    """One conversation. ``{server}`` still stands in its texts; see ``at``."""

    name: str
    action: Literal["call", "test", "describe"]
    config: Mapping[str, JSON]
    exchanges: tuple[Exchange, ...]
    operation: str = ""
    items: tuple[CallItem, ...] = ()
    outcomes: tuple[Mapping[str, JSON], ...] = ()
    expected: Mapping[str, JSON] = field(default_factory=dict)
    """Of a test or a description."""
    secrets: Mapping[str, str] = field(default_factory=dict)

    @property
    def effect(self) -> int:
        """The index of the exchange that does what the operation is for."""
        marked = [index for index, one in enumerate(self.exchanges) if one.effect]
        return marked[0] if marked else len(self.exchanges) - 1

    @property
    def succeeds(self) -> bool:
        return (
            self.action == "call" and bool(self.exchanges) and all("output" in one for one in self.outcomes)
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fixture's file, from which it is read anew for each server."""

    connector: str
    path: Path

    def at(self, server: str) -> Fixture:
        """The fixture with the server's address in its texts."""
        raw = orjson.loads(self.path.read_text("utf-8").replace(SERVER, server))
        problems = _VALIDATOR.problems(raw)
        if problems:
            raise FixtureInvalid(f"{self.path.name}: {'; '.join(problems)}")
        return _fixture(self.path.stem, raw)

    def __str__(self) -> str:
        return f"{self.connector}-{self.path.stem}"


def recorded(connector: str, folder: Path) -> tuple[Recorded, ...]:
    """Every fixture of the connector in ``folder``, by name."""
    return tuple(Recorded(connector, path) for path in sorted((folder / "fixtures").glob("*.json")))


def _fixture(name: str, raw: Mapping[str, JSON]) -> Fixture:
    action: Literal["call", "test", "describe"] = "call"
    if "operation" not in raw:
        action = "test" if "test" in raw else "describe"
    return Fixture(
        name=name,
        action=action,
        config=raw["config"],
        secrets=raw.get("secrets", {}),
        exchanges=tuple(Exchange(**one) for one in raw["exchanges"]),
        operation=raw.get("operation", ""),
        items=tuple(_item(index, one) for index, one in enumerate(raw.get("items", ()), start=1)),
        outcomes=tuple(raw.get("outcomes", ())),
        expected=raw.get(action, {}),
    )


def _item(index: int, raw: Mapping[str, JSON]) -> CallItem:
    return CallItem(raw.get("key", f"key-{index}"), raw["arguments"], raw.get("retried", False))
