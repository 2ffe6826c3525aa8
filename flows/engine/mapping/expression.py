"""Compiled expressions."""

import functools
from collections.abc import Mapping
from importlib.metadata import version
from typing import Protocol

from connectors.sdk.types import JSON
from flows.engine.mapping.authority import engine as authority
from flows.engine.mapping.direct import program as direct
from flows.engine.mapping.fast import engine as fast
from flows.engine.mapping.lane import TRIALS, Lane, Standing, source_hash
from flows.engine.mapping.limits import DEFAULT, Limits
from flows.engine.mapping.quick.reasons import Unproven
from flows.engine.mapping.stand_ins import stand_ins
from flows.engine.mapping.syntax.parser import parse

ENGINES = f"jsonata-python {version('jsonata-python')}, jsonatapy {fast.VERSION}, direct {direct.VERSION}"
_NO_BINDINGS: Mapping[str, JSON] = {}


class Evidence(Protocol):
    """What ``trust`` looks at; ``flows.engine.mapping.proof.Proof`` is one."""

    @property
    def source_hash(self) -> str: ...
    @property
    def engines(self) -> str: ...
    @property
    def agreed(self) -> bool: ...


class Expression:
    """A compiled expression; may be shared between threads.

    jsonata-python decides what it means. jsonatapy answers in its place where the expression is on
    the allow-list and has agreed on samples (``trust``) or on its first messages in this process.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.parsed = parse(source)
        self.source_hash = source_hash(source)

    @functools.cached_property
    def _allowed(self) -> Lane | str:
        try:
            return Lane(self.parsed, stand_ins(self.source))
        except Unproven as reason:
            return str(reason)

    @property
    def lane(self) -> Lane | None:
        """The fast engine's side; ``None`` where the expression is not on the allow-list."""
        return self._allowed if isinstance(self._allowed, Lane) else None

    @property
    def unproven(self) -> str | None:
        """What keeps the expression off the allow-list."""
        return self._allowed if isinstance(self._allowed, str) else None

    @property
    def accelerated(self) -> bool:
        """Whether the fast engine answers at present."""
        return self.lane is not None and self.lane.open

    @property
    def acceleration(self) -> str:
        """The state of acceleration, in words."""
        lane = self.lane
        if lane is None:
            return f"not accelerated: {self.unproven}"
        if lane.demoted is not None:
            return f"demoted: {lane.demoted}"
        if lane.open:
            return "accelerated"
        return f"on trial: {TRIALS - lane.trials_left} of {TRIALS} evaluations agreed"

    @property
    def standing(self) -> Standing | None:
        """What this process has found of the fast engine; ``None`` where that never answers."""
        return self.lane.standing if self.lane is not None else None

    def heed(self, standing: Standing | None) -> None:
        """Take over what another process has found."""
        if standing is not None and self.lane is not None:
            self.lane.heed(standing)

    def trust(self, proof: Evidence) -> None:
        """Let the fast engine answer at once, where ``proof`` is of this expression and these engines."""
        fits = proof.agreed and proof.source_hash == self.source_hash and proof.engines == ENGINES
        if fits and self.lane is not None:
            self.lane.trials_left = 0

    def evaluate(
        self,
        data: JSON,
        bindings: Mapping[str, JSON] | None = None,
        limits: Limits = DEFAULT,
        deadline: float | None = None,
    ) -> JSON:
        """The value of the expression over ``data``; ``None`` where it is undefined.

        ``None`` as ``data`` stands for no document: the context is undefined. ``deadline`` (monotonic
        seconds) takes the place of the time that ``limits`` give.

        Raises:
            MappingError: the expression does not fit the data, or reached a limit.
        """
        lane = self._allowed
        if isinstance(lane, Lane):
            return lane.evaluate(data, bindings or _NO_BINDINGS, limits, deadline)
        return authority.evaluate(self.parsed, data, bindings or _NO_BINDINGS, limits, deadline)


@functools.lru_cache(maxsize=2048)
def compile_expression(source: str) -> Expression:
    """Compile JSONata text; the same text gives the same object.

    Raises:
        MappingSyntaxError: with the line and column of the mistake.
    """
    return Expression(source)
