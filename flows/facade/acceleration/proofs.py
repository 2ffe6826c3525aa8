"""Proofs of a version's expressions: established before it runs, trusted where it runs."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.mapping import Expression, Proof
from flows.engine.proving import prove_isolated
from flows.facade import definitions
from flows.facade.acceleration.demotions import record
from flows.facade.acceleration.messages import recent
from flows.store.models import FlowVersion, VersionProofs

SECONDS = 2.0
log = logging.getLogger("fairlead.mapping")


def established(flow_id: int, definition: Mapping[str, Any]) -> tuple[Proof, ...]:
    """Runs the newest messages of the flow through a valid definition, in a process of its own.
    Nothing where there are none, or where that could not be done: then every expression is on trial."""
    messages = recent(flow_id, definition)
    if not messages:
        return ()
    try:
        return prove_isolated(definitions.hash_of(definition), definition, messages, SECONDS)
    except FairleadError as error:
        log.warning("The mappings of %s stay unproven: %s", definition["slug"], error.message)
        return ()


def store(version: FlowVersion, proofs: Sequence[Proof]) -> None:
    """Keeps them with the version, and the demotions they led to. Proofs of expressions that the
    version does not hold do no harm: they are found by the expression's hash."""
    if not proofs:
        return
    kept = [one.to_json() for one in proofs]
    VersionProofs.objects.update_or_create(version=version, defaults={"proofs": kept})
    for one in proofs:
        if one.demoted:
            record(one.source_hash, one.demoted, version)


def trust(expressions: Iterable[Expression], proofs: JSON) -> None:
    """Lets the fast engine answer at once for what is proven, by these versions of the engines."""
    by_hash = {one["source_hash"]: one for one in proofs or ()}
    for expression in expressions if by_hash else ():
        found = by_hash.get(expression.source_hash)
        if found is not None:
            expression.trust(Proof.from_json(found))
