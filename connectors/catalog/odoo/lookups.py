"""Relations named by a value of theirs: ``{"code": "NO"}`` for a country, ``{"code": "NOK"}`` for a
currency. Looked up once and remembered for a while."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from connectors.catalog.odoo.api import Api
from connectors.catalog.odoo.models import FieldInfo
from connectors.catalog.odoo.values import unfit
from connectors.sdk.types import JSON

LIFE_S = 600.0
MAX_KNOWN = 10_000
_KEYS = {("res.currency", "code"): "name"}
"""Where a code stands in a field of another name."""
_COUNTRIES = {"UK": "GB", "EL": "GR", "1A": "XK"}
"""Codes that tax law and Peppol use beside ISO 3166."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record, and whether Odoo hides it as archived (most currencies are)."""

    id: int
    archived: bool


class Lookups:
    """Finds the one record whose field has a value."""

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[tuple[str, str, str], tuple[float, Found]] = {}

    async def find(self, field: FieldInfo, key: str, value: JSON) -> Found:
        """The record of ``field``'s model whose ``key`` is ``value``; raises PermanentError where
        there is none, or more than one."""
        name = _KEYS.get((field.relation, key), key)
        wanted = _canonical(field, name, value)
        at = (field.relation, name, wanted)
        known = self._known.get(at)
        if known is not None and known[0] > self._clock():
            return known[1]
        found = await self._ask(field, name, wanted)
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        self._known[at] = (self._clock() + LIFE_S, found)
        return found

    async def _ask(self, field: FieldInfo, name: str, wanted: str) -> Found:
        for archived in (False, True):
            ids = await self._api.execute(
                field.relation,
                "search",
                {
                    "domain": [[name, "=", wanted]],
                    "limit": 2,
                    **({"context": {"active_test": False}} if archived else {}),
                },
                repeatable=True,
            )
            if len(ids) > 1:
                raise unfit(field, f"fits more than one {field.relation} by {name}")
            if ids:
                return Found(int(ids[0]), archived)
        raise unfit(field, f"fits no {field.relation} by {name}")


def _canonical(field: FieldInfo, name: str, value: JSON) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise unfit(field, f"needs a text to look up by {name}")
    text = str(value).strip()
    if field.relation in ("res.country", "res.currency") and name in ("code", "name") and len(text) <= 3:
        text = text.upper()
    return _COUNTRIES.get(text, text) if field.relation == "res.country" else text
