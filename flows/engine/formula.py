"""An expression of a flow, compiled, with just the variables it mentions.

Handing a variable to the evaluator costs a conversion of its whole value, so what an expression
does not name is not handed over; of ``$steps`` only the outputs that are named.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.mapping import MappingError, compile_expression
from flows.engine.scope import Scope, execution_variable, trigger_variable
from flows.engine.turns import Evaluated

_VARIABLES: dict[str, Callable[[Scope], JSON]] = {
    "trigger": trigger_variable,
    "execution": execution_variable,
    "document": lambda scope: scope.execution.document,
    "item": lambda scope: scope.item,
    "index": lambda scope: scope.index,
}
VARIABLES = frozenset({*_VARIABLES, "steps"})
"""What expressions may read besides their input, without ``$``."""
_NAMED_STEP = re.compile(r"\$steps\s*\.\s*([A-Za-z_][A-Za-z0-9_]*)")
_UNREPEATABLE = re.compile(r"\$(now|millis|random|uuid|shuffle)\b")


class NotRepeatable(MappingError):
    """The expression may give another answer the next time, where it must not."""

    code = "mapping.not_repeatable"


class Formula:
    """Callable with a step's input and scope; ``None`` where the expression is undefined. ``path``
    leads through the flow's document to the expression: its errors tell it beside line and column."""

    __slots__ = ("_pace", "_readers", "_steps", "path", "source")

    def __init__(self, source: str, path: str | None = None) -> None:
        self.source = source
        self.path = path
        self._pace = Evaluated(compile_expression(source))
        self._readers = tuple((name, read) for name, read in _VARIABLES.items() if f"${name}" in source)
        self._steps = _steps_named(source)

    @property
    def has_variables(self) -> bool:
        """Whether it looks at anything besides its input."""
        return bool(self._readers) or self._steps is not None

    def __call__(self, value: JSON, scope: Scope) -> JSON:
        bindings = None if not self._readers and self._steps is None else self._bindings(scope)
        turn = scope.turn
        try:
            if turn is None:
                return self._pace.expression.evaluate(value, bindings)
            return turn.evaluate(self._pace, value, bindings)
        except MappingError as error:
            error.where = replace(error.where, path=self.path)
            raise

    def _bindings(self, scope: Scope) -> dict[str, JSON]:
        bindings = {name: read(scope) for name, read in self._readers}
        if self._steps is not None:
            outputs = scope.steps
            bindings["steps"] = (
                {name: outputs[name] for name in self._steps if name in outputs} if self._steps else outputs
            )
        return bindings


def _steps_named(source: str) -> tuple[str, ...] | None:
    """None: ``$steps`` does not occur; empty: it is used as a whole; else the steps it names."""
    mentions = source.count("$steps")
    if not mentions:
        return None
    named = _NAMED_STEP.findall(source)
    return tuple(sorted(set(named))) if len(named) == mentions else ()


def check_repeatable(source: str) -> None:
    """Refuses clocks and chance where a step that is resumed must come to the same answer.

    Raises:
        NotRepeatable: with the line and column of the function.
    """
    found = _UNREPEATABLE.search(source)
    if found:
        before = source[: found.start()]
        raise NotRepeatable(
            f"{found.group()} may give another answer when the execution is resumed.",
            hint="Put the value into the data with a map step before this one.",
            where=Where(line=before.count("\n") + 1, column=len(before) - before.rfind("\n")),
        )


def truthy(value: JSON) -> bool:
    """A value as a condition, by the rule of JSONata's ``$boolean``."""
    if isinstance(value, list):
        return any(truthy(one) for one in value)
    return bool(value)
