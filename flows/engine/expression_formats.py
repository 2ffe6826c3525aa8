"""String formats of configuration schemas whose check is a compiler: expressions, cron, zones."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from flows.engine.formula import check_repeatable
from flows.engine.mapping import MappingError
from flows.engine.mapping.refusals import check_expression

_SOME_DAY = datetime(2024, 1, 1)
_CRON_FIELDS = 5


def _expression(text: object) -> bool:
    if isinstance(text, str):
        check_expression(text)
    return True


def _repeatable(text: object) -> bool:
    if isinstance(text, str):
        check_expression(text)
        check_repeatable(text)
    return True


def _cron(text: object) -> bool:
    """Five fields, and at least one date that they fit."""
    if not isinstance(text, str):
        return True
    if len(text) > 200 or len(text.split()) != _CRON_FIELDS:
        return False
    try:
        next(CronSim(text, _SOME_DAY))
    except (CronSimError, AssertionError, ValueError, StopIteration):
        return False
    return True


def _time_zone(text: object) -> bool:
    if not isinstance(text, str):
        return True
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


FORMATS: Mapping[str, tuple[Callable[[object], bool], type[Exception]]] = {
    "jsonata": (_expression, MappingError),
    "jsonata-repeatable": (_repeatable, MappingError),
    "cron": (_cron, MappingError),
    "time-zone": (_time_zone, MappingError),
}
"""``jsonata`` is any expression; ``jsonata-repeatable`` one without clock or chance, where a step
that is resumed must come to the same answer."""
