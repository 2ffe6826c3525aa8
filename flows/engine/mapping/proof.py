"""The proof that both engines agree on a mapping's own messages, established at publication."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.mapping.expression import ENGINES, Expression
from flows.engine.mapping.lane import demote
from flows.engine.mapping.limits import DEFAULT, Limits


@dataclass(frozen=True, slots=True)
class Sample:
    """A test case or a recent message: the step's input and the variables it saw."""

    data: JSON
    bindings: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """What comparing the engines on samples has shown; JSON by ``to_json`` and ``from_json``."""

    source_hash: str
    engines: str
    """Names and versions: a proof holds for them only."""
    agreed: bool
    """The expression is allowed, at least one sample was compared, and all compared ones were equal."""
    samples: int
    compared: int
    """Samples on which the fast engine answered; the others it leaves to the authority."""
    reason: str
    demoted: str = ""
    """Why the expression is demoted, where the engines differed or the fast one failed."""

    def to_json(self) -> dict[str, Any]:
        """As stored with a flow version."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Proof":
        """As read from a flow version."""
        return cls(**stored)


def prove(expression: Expression, samples: Iterable[Sample | JSON], limits: Limits = DEFAULT) -> Proof:
    """Evaluate each sample by both engines. Agreement opens the fast engine to the expression at once;
    a disagreement demotes it in this process."""
    given = [sample if isinstance(sample, Sample) else Sample(sample) for sample in samples]
    if expression.lane is None:
        return _concluded(expression, len(given), 0)
    compared = 0
    for index, sample in enumerate(given):
        deadline, now_ms = time.monotonic() + limits.seconds, int(time.time() * 1000)
        true, quick = expression.lane.compare(sample.data, sample.bindings, limits, deadline, now_ms)
        if quick is None:
            continue
        compared += 1
        if not true.agrees(quick):
            demote(expression.source, f"the engines disagree on sample {index + 1}")
            break
    proof = _concluded(expression, len(given), compared)
    expression.trust(proof)
    return proof


class Trials:
    """While it is open, every evaluation of these expressions is done by both engines and counted."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        self._expressions = list({one.source_hash: one for one in expressions}.values())

    def __enter__(self) -> "Trials":
        for one in self._expressions:
            if one.lane is not None:
                one.lane.watch()
        return self

    def __exit__(self, *failure: object) -> None:
        for one in self._expressions:
            if one.lane is not None:
                one.lane.unwatch()

    def proofs(self) -> tuple[Proof, ...]:
        """What the evaluations so far have shown."""
        return tuple(
            _concluded(one, one.lane.seen, one.lane.compared) if one.lane else _concluded(one, 0, 0)
            for one in self._expressions
        )


def _concluded(expression: Expression, samples: int, compared: int) -> Proof:
    lane = expression.lane
    demoted = lane.demoted if lane is not None else None
    agreed = lane is not None and compared > 0 and demoted is None
    if lane is None:
        reason = f"Not accelerated: {expression.unproven}."
    elif demoted is not None:
        reason = f"Not accelerated: {demoted}."
    else:
        reason = f"Equal on {compared} of {samples} samples." if agreed else "No sample could be compared."
    return Proof(expression.source_hash, ENGINES, agreed, samples, compared, reason, demoted or "")
