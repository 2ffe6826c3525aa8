"""What a connection knows of Odoo's models: their fields, asked for once in a while."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.catalog.odoo.api import Api
from connectors.sdk.errors import PermanentError
from connectors.sdk.types import JSON

LIFE_S = 300.0
DOUBT_S = 15.0
ATTRIBUTES = (
    "type",
    "string",
    "help",
    "required",
    "readonly",
    "relation",
    "relation_field",
    "selection",
    "store",
)


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One field, as ``fields_get`` tells it."""

    name: str
    type: str
    title: str
    help: str = ""
    required: bool = False
    readonly: bool = False
    relation: str = ""
    inverse: str = ""
    selection: tuple[tuple[str, str], ...] = ()


Fields = Mapping[str, FieldInfo]


class Models:
    """The fields of models, cached for a few minutes; one question per model at a time."""

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[str, tuple[float, Fields]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def fields(self, model: str) -> Fields:
        """The model's fields; raises errors of the tree (an unknown model is permanent)."""
        async with self._asking.setdefault(model, asyncio.Lock()):
            found = self._known.get(model)
            if found is None or found[0] < self._clock():
                answer = await self._api.execute(
                    model, "fields_get", {"attributes": list(ATTRIBUTES)}, repeatable=True
                )
                found = (self._clock() + LIFE_S, _fields(model, answer))
                self._known[model] = found
            return found[1]

    def doubt(self, model: str) -> None:
        """A field is missing: it may be new in Odoo, so the next call asks anew, though not at every
        call of a wrong mapping."""
        found = self._known.get(model)
        if found is not None and found[0] - LIFE_S + DOUBT_S < self._clock():
            del self._known[model]


def _fields(model: str, answer: JSON) -> Fields:
    if not isinstance(answer, dict):
        raise PermanentError(f"Odoo does not describe the model {model}.")
    return {
        str(name): FieldInfo(
            name=str(name),
            type=str(one.get("type", "char")),
            title=str(one.get("string") or name),
            help=str(one.get("help") or ""),
            required=bool(one.get("required")),
            readonly=bool(one.get("readonly")),
            relation=str(one.get("relation") or ""),
            inverse=str(one.get("relation_field") or ""),
            selection=tuple((str(key), str(label)) for key, label in one.get("selection") or ()),
        )
        for name, one in answer.items()
    }
