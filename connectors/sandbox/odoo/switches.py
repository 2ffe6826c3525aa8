"""The switches that make the sandbox slow or broken."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal, get_args

from connectors.sandbox.odoo.errors import ValidationError
from connectors.sdk.types import JSON

Outage = Literal["none", "refuse", "error500", "hang", "lose_answers"]
"""``refuse``: the connection is cut before the request is looked at. ``error500``: an HTML page, as a
broken proxy gives it. ``hang``: no answer ever, nothing done. ``lose_answers``: the request is done,
and its answer never arrives."""

OUTAGES: tuple[str, ...] = get_args(Outage)
MAX_LATENCY_MS = 60_000


@dataclass(slots=True)
class Switches:
    """How the sandbox behaves now; after a restart it is healthy."""

    latency_ms: int = 0
    outage: str = "none"
    _change: asyncio.Event = field(default_factory=asyncio.Event)

    async def changed(self) -> None:
        """Waits for the next change: a hanging request hangs until then."""
        await self._change.wait()

    @property
    def latency_s(self) -> float:
        return self.latency_ms / 1000

    def change(self, body: JSON) -> None:
        """Takes over what ``body`` names; raises ValidationError and changes nothing where it is wrong."""
        if not isinstance(body, dict) or not body.keys() <= {"latency_ms", "outage"}:
            raise ValidationError("Send an object with latency_ms, outage, or both.")
        latency = body.get("latency_ms", self.latency_ms)
        outage = body.get("outage", self.outage)
        if isinstance(latency, bool) or not isinstance(latency, int) or not 0 <= latency <= MAX_LATENCY_MS:
            raise ValidationError(f"latency_ms is a whole number from 0 to {MAX_LATENCY_MS}.")
        if outage not in OUTAGES:
            raise ValidationError(f"outage is one of {', '.join(OUTAGES)}.")
        self.latency_ms, self.outage = latency, outage
        self._change.set()
        self._change = asyncio.Event()

    def state(self) -> JSON:
        return {"latency_ms": self.latency_ms, "outage": self.outage}
