"""The kinds of trigger: one JSON file each, with what people see and the schema of its settings."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import orjson

from connectors.sdk.types import JSON
from flows.engine.errors import RegistryInvalid
from flows.engine.expression_formats import FORMATS
from flows.engine.schemas import Schema, SchemaInvalid, compile_schema

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class TriggerKind:
    """A registered kind of trigger."""

    kind: str
    title: str
    description: str
    icon: str
    order: int
    config_schema: Mapping[str, JSON]
    schema: Schema

    def settings(self, written: Mapping[str, JSON]) -> dict[str, JSON]:
        """The settings of a trigger; what is not written is the default of the schema."""
        properties = self.config_schema.get("properties", {})
        return {name: one["default"] for name, one in properties.items() if "default" in one} | dict(written)

    def to_json(self) -> dict[str, JSON]:
        """The entry as the API answers it, shaped as a step kind's."""
        return {
            "kind": self.kind,
            "title": self.title,
            "description": self.description,
            "icon": self.icon,
            "category": "trigger",
            "config_schema": dict(self.config_schema),
            "ports": [{"name": "out", "title": "Received"}],
        }


def trigger_kinds() -> list[TriggerKind]:
    """All kinds, in the order of the palette."""
    return list(_by_kind().values())


def trigger_kind(kind: str) -> TriggerKind | None:
    """The kind of that name, if there is one."""
    return _by_kind().get(kind)


@functools.cache
def _by_kind() -> Mapping[str, TriggerKind]:
    found = sorted((_read(path) for path in _FOLDER.glob("*.json")), key=lambda kind: kind.order)
    return MappingProxyType({kind.kind: kind for kind in found})


def _read(path: Path) -> TriggerKind:
    try:
        spec = orjson.loads(path.read_bytes())
        schema = compile_schema(spec["config"], FORMATS)
        made = TriggerKind(
            spec["kind"],
            spec["title"],
            spec["description"],
            spec["icon"],
            spec["order"],
            MappingProxyType(spec["config"]),
            schema,
        )
    except (OSError, orjson.JSONDecodeError, KeyError, SchemaInvalid) as error:
        raise RegistryInvalid(f"triggers/{path.name} is invalid: {error}") from None
    if made.kind != path.stem:
        raise RegistryInvalid(f"triggers/{path.name} names the kind {made.kind}, not its file.")
    return made
