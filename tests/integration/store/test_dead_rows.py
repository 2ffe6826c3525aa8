"""While a transaction stays open, rows that left the queue cannot be removed, and PostgreSQL's statistics
know nothing of them: it takes the queue for empty. No statement of the hot path, and no round of the
sweeper, may read them all. What is counted are pages, not times."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import psycopg
import pytest
from django.db import connection as django_connection

from flows.facade import standing
from flows.store import ending, sweeping
from flows.store.arrays import bigints, register, uuids
from flows.store.claiming import TAKE
from flows.store.database import ConnectOptions, conninfo, parameters
from flows.store.leases import EXTEND
from flows.store.models import Flow
from flows.store.results import Ending, Intent, Release, endings, intents, releases
from tests import factories
from tests.factories import Cast
from tests.integration.store.plans import explained

pytestmark = pytest.mark.django_db(transaction=True)
GONE = 12_000
MOST = 4_000
"""Pages for 40 executions; all that is gone, along an index, is ten times as many."""
MOST_OF_A_LOOK = 400
"""Pages of a look that finds nothing or 40 executions; the whole table has more."""
LEASE = timedelta(seconds=30)
_PAGES = ("SET auto_explain.log_analyze = on", "SET auto_explain.log_buffers = on")
_COME = """
INSERT INTO queue (execution_id, flow_id, ordering_key, visible_at)
SELECT gen_random_uuid(), f.id, CASE f.slug WHEN 'keyed' THEN 'K' || n %% 2 ELSE '' END,
       now() - interval '1 hour'
FROM flow f, generate_series(1, %s) n"""
_GO = (
    "UPDATE queue SET visible_at = visible_at + interval '30 s', lease_owner = 'x', epoch = 1, claims = 1",
    "DELETE FROM queue",
    "ANALYZE queue",
)
Pages = dict[str, int]


@pytest.fixture
def many_gone(cast: Cast) -> Iterator[Cast]:
    """Two flows, one of them with ordering keys, whose many executions have ended, and a snapshot that may
    still want to see them."""
    factories.published(cast.analyst, "plain")
    factories.published(cast.analyst, "keyed", keys={"ordering": "key"})
    with psycopg.connect(**conninfo()) as watcher, psycopg.connect(**conninfo(), autocommit=True) as own:
        watcher.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        watcher.execute("SELECT count(*) FROM queue")
        own.execute(_COME, [GONE])
        for statement in _GO:
            own.execute(statement)
        sweeping.lift_floor()
        yield cast
        watcher.rollback()
        own.execute("VACUUM ANALYZE queue")


def started(cast: Cast) -> None:
    for number in range(20):
        factories.started(cast.analyst, "plain", {"id": number})
        factories.started(cast.analyst, "keyed", {"id": number, "key": f"K{number}"})


@contextmanager
def counted(raw: psycopg.Connection[Any], pages: Pages) -> Iterator[None]:
    """Adds the pages that each statement of the block reads."""

    def hear(told: Mapping[str, Any]) -> None:
        plan, name = told["Plan"], " ".join(told["Query Text"].split())[:90]
        read = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        pages[name] = max(read, pages.get(name, 0))

    with explained(raw, hear, *_PAGES):
        yield


@contextmanager
def worker() -> Iterator[psycopg.Connection[Any]]:
    """A session as the drain has it."""
    with psycopg.connect(**parameters(ConnectOptions("test"))) as raw:
        register(raw)
        yield raw


def test_a_worker_does_not_read_what_is_gone(many_gone: Cast) -> None:
    pages: Pages = {}
    with worker() as raw, counted(raw, pages):
        raw.execute(TAKE, (0, 64, 1, [], "one", LEASE, None))  # plans for an empty queue
        started(many_gone)
        rows = raw.execute(TAKE, (0, 64, 1, [], "one", LEASE, None)).fetchall()
        ours = [(row[0], row[3]) for row in rows]
        assert len(ours) == 40
        raw.execute(EXTEND, (uuids([one for one, _ in ours]), bigints([epoch for _, epoch in ours]), LEASE))
        kept = raw.execute(*intents([Intent(*one) for one in ours])).fetchall()
        assert len(kept) == 40
        given_back = raw.execute(*releases([Release(*one, status="waiting") for one in ours])).fetchall()
        assert len(given_back) == 40
        again = raw.execute(TAKE, (0, 64, 1, [], "one", LEASE, None)).fetchall()
        done = [Ending(row[0], row[3], "succeeded", attempts=1) for row in again]
        assert len(raw.execute(*endings(done)).fetchall()) == 40
        freed = {"flows": [row[1] for row in again], "keys": [row[6] for row in again]}
        raw.execute(ending.PROMOTE, freed)
    assert len(pages) == 6
    assert max(pages.values()) < MOST, pages


def test_a_round_of_the_sweeper_does_not_either(many_gone: Cast) -> None:
    started(many_gone)
    flows = list(Flow.objects.values_list("pk", flat=True))
    pages: Pages = {}
    with counted(cast("psycopg.Connection[Any]", django_connection.connection), pages):
        sweeping.lift_floor()
        assert sweeping.mark_suspects() == 0
        assert sweeping.quarantine("{}", "code", "message") == []
        sweeping.due_lanes()
        standing.signs(flows)
    assert len(pages) >= 5
    assert max(pages.values()) < MOST_OF_A_LOOK, pages


def test_a_look_at_everything_would_be_noticed(many_gone: Cast) -> None:
    pages: Pages = {}
    with worker() as raw, counted(raw, pages):
        raw.execute("SELECT max(bytes) FROM queue WHERE lease_owner = 'nobody'")
    assert max(pages.values()) > MOST_OF_A_LOOK, pages
