"""Evaluate a parsed expression by the authority."""

import time
from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.mapping.authority.functions import BUILTINS
from flows.engine.mapping.authority.meter import Meter
from flows.engine.mapping.authority.run import Run
from flows.engine.mapping.authority.values import adopt
from flows.engine.mapping.failures import failure
from flows.engine.mapping.limits import Limits
from flows.engine.mapping.output import plain
from flows.engine.mapping.positions import where_at
from flows.engine.mapping.syntax.parser import Parsed


def evaluate(
    parsed: Parsed,
    data: JSON,
    bindings: Mapping[str, JSON],
    limits: Limits,
    deadline: float | None = None,
    now_ms: int | None = None,
) -> JSON:
    """The expression's value as plain JSON; ``None`` where it is undefined.

    Without a document (``data`` is ``None``) the context is undefined; null within data is a value.
    ``deadline`` (monotonic seconds) may lie before the limit's own; ``now_ms`` sets the clock that
    the expression sees.

    Raises:
        MappingError: with the line and column of the innermost expression that was being evaluated.
    """
    latest = time.monotonic() + limits.seconds
    meter = Meter(limits, latest if deadline is None else min(latest, deadline))
    run = Run(parsed, meter, BUILTINS)
    if now_ms is not None:
        run.now_ms = now_ms
    try:
        adopted = {name: adopt(value, meter) for name, value in bindings.items()}
        return plain(run.start(None if data is None else adopt(data, meter), adopted), meter)
    except Exception as error:
        raised = failure(error)
        if raised.where.line is None:
            at = run.failed_at
            raised.where = where_at(parsed.source, 0 if at is None else parsed.start(at))
        if raised is error:
            raise
        raise raised from error
