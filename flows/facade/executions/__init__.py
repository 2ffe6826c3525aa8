"""Executions: find, show, start, cancel, replay, resolve."""

from flows.facade.executions.actions import cancel, resolve
from flows.facade.executions.counting import counts_of
from flows.facade.executions.finding import is_visible, listing
from flows.facade.executions.rows import Page, Row, newest, rows
from flows.facade.executions.sampling import Asked, Samples, samples
from flows.facade.executions.showing import detail
from flows.facade.executions.starting import Started, replay, start, start_version

__all__ = [
    "Asked",
    "Page",
    "Row",
    "Samples",
    "Started",
    "cancel",
    "counts_of",
    "detail",
    "is_visible",
    "listing",
    "newest",
    "replay",
    "resolve",
    "rows",
    "samples",
    "start",
    "start_version",
]
