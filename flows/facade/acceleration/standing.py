"""Where the expressions of versions stand, for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from connectors.sdk.types import JSON
from flows.engine.mapping import ENGINES
from flows.engine.places import Place, places_of
from flows.store.models import Flow, FlowVersion, MappingDemotion, VersionProofs

_TRIAL = "The first 16 messages of each process are evaluated by both engines."
_OTHER_ENGINES = f"It was proven for other versions of the engines. {_TRIAL}"


@dataclass(frozen=True, slots=True)
class Standing:
    """One expression. ``accelerated``: the fast engine answers; ``on_trial``: it will, where it has
    agreed on messages; ``authority``: it does not."""

    step: str
    path: str
    state: Literal["accelerated", "on_trial", "authority"]
    reason: str


def standing_of(version: FlowVersion) -> tuple[Standing, ...]:
    """Each expression of the version, in the order of its document."""
    places = places_of(version.definition)
    rows = VersionProofs.objects.filter(version=version).values_list("proofs", flat=True)
    proofs = {one["source_hash"]: one for found in rows for one in found}
    hashes = [place.expression.source_hash for place in places]
    demoted = dict(
        MappingDemotion.objects.filter(expression_hash__in=hashes, engines=ENGINES).values_list(
            "expression_hash", "reason"
        )
    )
    return tuple(_standing(place, proofs, demoted) for place in places)


def live() -> dict[str, tuple[Standing, ...]]:
    """Those of every live version, by flow. Not checked for anybody."""
    flows = Flow.objects.exclude(live_version=None).select_related("live_version").order_by("slug")
    return {flow.slug: standing_of(flow.live_version) for flow in flows if flow.live_version is not None}


def _standing(place: Place, proofs: Mapping[str, JSON], demoted: Mapping[str, str]) -> Standing:
    expression = place.expression
    proof, why = proofs.get(expression.source_hash), demoted.get(expression.source_hash)
    if why is not None:
        return Standing(place.step, place.path, "authority", f"Not accelerated: {why}.")
    if expression.unproven is not None:
        return Standing(place.step, place.path, "authority", f"Not accelerated: {expression.unproven}.")
    if proof is None or not proof["agreed"]:
        return Standing(place.step, place.path, "on_trial", _TRIAL)
    if proof["engines"] != ENGINES:
        return Standing(place.step, place.path, "on_trial", _OTHER_ENGINES)
    return Standing(place.step, place.path, "accelerated", proof["reason"])
