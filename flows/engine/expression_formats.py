"""String formats of configuration schemas whose check is a compiler: expressions, cron, zones."""

from collections.abc import Callable, Mapping

from flows.engine.cron import CronInvalid, ZoneUnknown, check_cron, zone_of
from flows.engine.formula import check_repeatable
from flows.engine.mapping import MappingError
from flows.engine.mapping.refusals import check_expression


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
    if isinstance(text, str):
        check_cron(text)
    return True


def _time_zone(text: object) -> bool:
    if isinstance(text, str):
        zone_of(text)
    return True


FORMATS: Mapping[str, tuple[Callable[[object], bool], type[Exception]]] = {
    "jsonata": (_expression, MappingError),
    "jsonata-repeatable": (_repeatable, MappingError),
    "cron": (_cron, CronInvalid),
    "time-zone": (_time_zone, ZoneUnknown),
}
"""``jsonata`` is any expression; ``jsonata-repeatable`` one without clock or chance, where a step
that is resumed must come to the same answer."""
