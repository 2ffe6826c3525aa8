"""Demotions outlast the process that came to them: kept in the database, heeded by every process."""

import logging
import threading
import time
from collections.abc import Iterable

from django.db import Error, connection

from connectors.sdk.fresh import Fresh
from flows.engine.mapping import ENGINES, Demotion, honour, on_demotion
from flows.engine.places import places_of
from flows.store.cursors import fetch
from flows.store.models import FlowVersion, MappingDemotion
from flows.store.pool import Connections

FRESH_S = 15.0
_TRIES_AFTER_S = (0.0, 1.0, 5.0, 30.0, 120.0)
_STANDING = """
SELECT DISTINCT ON (expression_hash) expression_hash, reason FROM mapping_demotion WHERE engines = %s"""
_AT_WORK = """
SELECT id FROM flow_version WHERE id IN (SELECT live_version_id FROM flow)
    OR id IN (SELECT e.version_id FROM queue q JOIN execution e ON e.id = q.execution_id)"""

log = logging.getLogger("fairlead.mapping")


class Demotions:
    """The demotions of all processes, read again after a while. Until it is closed, those that this
    process comes to are kept."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._fresh = Fresh(self._read, FRESH_S)
        self._forget = on_demotion(_keep_apart)

    def close(self) -> None:
        """Keeps none from now on. What closes with its owner does not write into a database that
        nobody expects it in any more."""
        self._forget()

    async def refresh(self) -> None:
        """Heeds what is new, if it was last read some time ago."""
        await self._fresh.ensure()

    async def ahead(self) -> None:
        """Heeds what is new before anybody has to wait for it."""
        await self._fresh.ahead()

    async def _read(self) -> None:
        for key, reason in await self._connections.all(_STANDING, (ENGINES,)):
            honour(key, reason)


def record(expression_hash: str, reason: str, version: FlowVersion | None = None) -> None:
    """Keeps a demotion for every place of the expression, in one version or in all that are at work."""
    honour(expression_hash, reason)
    versions = [version] if version is not None else _at_work()
    rows = [
        _row(expression_hash, reason, one, step, path)
        for one in versions
        for step, path in _places(one, expression_hash)
    ]
    rows = rows or [_row(expression_hash, reason, None, "", "")]
    MappingDemotion.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        where = f"{row.version} at {row.path}" if row.version else f"expression {expression_hash}"
        log.error("Not accelerated any more: %s; %s", where, reason)


def _at_work() -> Iterable[FlowVersion]:
    ids = [found for (found,) in fetch(_AT_WORK)]
    return FlowVersion.objects.filter(pk__in=ids).iterator(20)


def _places(version: FlowVersion, expression_hash: str) -> list[tuple[str, str]]:
    found = places_of(version.definition)
    return [(one.step, one.path) for one in found if one.expression.source_hash == expression_hash]


def _row(
    expression_hash: str, reason: str, version: FlowVersion | None, step: str, path: str
) -> MappingDemotion:
    return MappingDemotion(
        version=version, step=step, path=path, expression_hash=expression_hash, engines=ENGINES, reason=reason
    )


def _keep_apart(demotion: Demotion) -> None:
    """On a thread of its own: whoever evaluates is not held up, and may be an event loop."""
    threading.Thread(target=_keep, args=(demotion,), name="fairlead-demotion", daemon=True).start()


def _keep(demotion: Demotion) -> None:
    for seconds in _TRIES_AFTER_S:
        time.sleep(seconds)
        try:
            record(demotion.source_hash, demotion.reason)
            return
        except Error as error:
            log.warning("A demotion cannot be kept, trying again: %s", error)
        finally:
            connection.close()
