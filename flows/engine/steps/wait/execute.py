"""Going on later; the host keeps the moment, nothing sleeps."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.effects import Pause, Program
from flows.engine.errors import StepFailed
from flows.engine.scope import Scope
from flows.engine.steps.interface import CompileTools

LONGEST = timedelta(days=366)


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that passes its input on at the moment the settings give."""
    if "until" not in config:
        duration = timedelta(seconds=config["seconds"])
        return lambda value, scope: Pause(scope.now + duration, value)
    formula = tools.formula(config["until"], "until")
    where = Where(path=formula.path)

    def run(value: JSON, scope: Scope) -> Pause:
        until = _moment(formula(value, scope), where)
        if until - scope.now > LONGEST:
            raise StepFailed(
                "The moment is more than a year away.", hint="Check the expression of the wait.", where=where
            )
        return Pause(until, value)

    return run


def _moment(value: JSON, where: Where) -> datetime:
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise StepFailed(
        "The expression of the wait did not give a time.",
        hint="Give ISO 8601 such as 2026-03-01T08:00:00+01:00, or milliseconds since 1970.",
        where=where,
    )
