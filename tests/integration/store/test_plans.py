"""However long the history: no list, search, count or live page reads a week's table from end to end.

The statistics are those of a generated history, and nothing steers the planner: what it chooses here
is what it chooses.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from console.accounts.models import User
from console.live.views import MOST_FOLLOWED, DetailView, ListView, Look, View, WallView
from flows.facade import access, accounting, figures, retention
from flows.store.claiming import TAKE
from flows.store.cursors import fetch
from flows.store.database import conninfo
from flows.store.listing import Search, Window, find
from flows.store.models import Flow
from tests import factories
from tests.benchmarks.history import Plan, fill
from tests.factories import Api
from tests.integration.store.plans import HISTORY, Scan, faults, recorded

pytestmark = pytest.mark.django_db
_RUN_TABLES = "queue, execution, payload, blob, step_attempt, outcome, business_key, dead_letter, tally"
_FILLED = "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 0"

_DUE = "UPDATE queue SET visible_at = CASE WHEN execution_id = ANY(%s) THEN now() ELSE 'infinity' END"
_QUEUE_THE_OLDEST = """
INSERT INTO queue (execution_id, flow_id, visible_at, status)
SELECT id, flow_id, now(), 'queued' FROM execution ORDER BY id LIMIT 1 RETURNING execution_id"""


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[set[str]]:
    """Names of the tables of the weeks that hold a history of six weeks."""
    with django_db_blocker.unblock(), psycopg.connect(**conninfo()) as own:
        before = {name for (name,) in own.execute("SELECT relname FROM pg_class")}
        own.execute(f"TRUNCATE {_RUN_TABLES}")
        own.commit()
        try:
            fill(own, Plan(count=30_000, days=40, flows=12, open=200, until=_end_of_last_week()))
            names = {str(name) for (name,) in own.execute(_FILLED)}
            yield {one for one in names if one.startswith(HISTORY)}
        finally:
            own.autocommit = True
            own.execute(f"TRUNCATE {_RUN_TABLES}")
            own.execute("TRUNCATE flow, flow_version CASCADE")
            after = {str(name) for (name,) in own.execute("SELECT relname FROM pg_class WHERE relkind = 'r'")}
            for name in after - before:
                own.execute(f'DROP TABLE IF EXISTS "{name}"')
            own.execute("VACUUM (ANALYZE)")


def _end_of_last_week() -> datetime:
    """In the first hours of a week its tables have so few rows that reading them all is the best plan."""
    now = datetime.now(UTC)
    monday = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday())
    return monday - timedelta(seconds=1)


@pytest.fixture
def operator(filled: set[str]) -> User:
    person = factories.person("operator", "operator")
    for flow in Flow.objects.all():
        access.grant_defaults(flow)
    return person


def addresses() -> list[str]:
    now = datetime.now(UTC)
    then, later = [(now - timedelta(days=days)).isoformat().replace("+", "%2B") for days in (20, 19)]
    times = f"received_after={then}&received_before={later}"
    statuses = (
        *("succeeded", "failed", "dead", "indeterminate", "cancelled"),
        *("queued", "running", "retrying"),
    )
    middle = fetch("SELECT id FROM execution ORDER BY id OFFSET 15000 LIMIT 1")[0][0]
    flow = "flow=history-000"
    return [
        *("executions/", f"executions/?{flow}", "executions/?flow=history-011", f"executions/?{times}"),
        *(f"executions/?status={one}" for one in statuses),
        *(f"executions/?status={one}&{flow}&{times}" for one in statuses),
        *("executions/?business_key=PO-00015000", "executions/?business_key=order%3DPO-00015000"),
        *("executions/?business_key=S00001", "executions/?business_key=S00001&status=dead"),
        *("executions/?business_key=nowhere", f"executions/?business_key=S00001&{flow}&{times}"),
        *(
            f"executions/?business_key_prefix={one}"
            for one in ("PO-", "PO-0001", "order%3DPO-000150", "none")
        ),
        *(
            f"executions/?business_key_prefix=S0000&{more}"
            for more in ("status=dead", "status=queued", times)
        ),
        *(f"executions/{middle}/", "executions/accounting/", f"executions/accounting/?{flow}"),
        *(
            "dead-letters/",
            f"dead-letters/?{flow}",
            "dead-letters/groups/",
            "dead-letters/batches/",
            "flows/",
            "flows/history-000/",
        ),
        *("flows/history-000/samples/", "flows/history-000/samples/?step=send"),
    ]


def judged(found: list[Scan], filled: set[str]) -> None:
    assert not faults(found, filled), "\n".join(faults(found, filled))


def test_every_page_of_the_api_goes_along_an_index(operator: User, filled: set[str]) -> None:
    call = Api(operator)
    seen: set[str] = set()
    for address in addresses():
        with recorded() as found:
            answer = call("GET", address)
        assert answer.status_code == 200, (address, answer.content)
        judged(found, filled)
        seen |= {one.table for one in found if one.condition}
    assert {one.rpartition("_")[0] for one in seen & filled} >= {
        "execution", "outcome", "business_key", "step_attempt", "payload",
    }  # fmt: skip


def test_a_beginning_is_found_along_its_own_index(filled: set[str]) -> None:
    """Which any collation has: byte by byte, so that what an index is searched for are its two ends."""
    search = Search(list(Flow.objects.values_list("pk", flat=True)), business_key_prefix="PO-0001500")
    with recorded() as found:
        ids = find(search, Window(50))
    rows = fetch("SELECT execution_id FROM business_key WHERE starts_with(value, 'PO-0001500')")
    assert set(ids) == {one for (one,) in rows}
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 10
    keys = [one for one in found if one.table.startswith("business_key_") and one.table in filled]
    assert keys and all("~>=~" in one.condition and "~<~" in one.condition for one in keys)


def test_what_many_keys_begin_with_is_found_among_the_newest(filled: set[str]) -> None:
    search = Search(list(Flow.objects.values_list("pk", flat=True)), business_key_prefix="PO-")
    with recorded() as found:
        ids = find(search, Window(50))
    assert [(one,) for one in ids] == fetch("SELECT id FROM execution ORDER BY id DESC LIMIT 50")
    assert not [one for one in found if one.table.startswith("business_key_")]


@pytest.mark.parametrize("forward", ["next", "previous"])
def test_pages_far_in_the_past(operator: User, filled: set[str], forward: str) -> None:
    call = Api(operator)
    answer = call("GET", "executions/?flow=history-000").json()
    for _ in range(3):
        answer = call("GET", answer["next"]).json()
    with recorded() as found:
        page = call("GET", answer[forward]).json()
    assert len(page["results"]) > 10
    judged(found, filled)


def _views(user: User) -> list[Callable[[], View]]:
    ids = access.visible_flow_ids(user)
    newest = str(fetch("SELECT execution_id FROM outcome ORDER BY execution_id DESC LIMIT 1")[0][0])
    return [lambda: ListView(ids), lambda: WallView(ids), lambda: DetailView(user, newest)]


def test_the_live_pages_go_along_an_index(operator: User, filled: set[str]) -> None:
    hinted = [str(one) for (one,) in fetch("SELECT id FROM execution ORDER BY id DESC LIMIT 300")]
    for make in _views(operator):
        view = make()
        with recorded() as found:
            view.snapshot()
            view.news(Look(hinted[:MOST_FOLLOWED]))
            view.news(Look(hinted))
            view.news(Look(whole=True))
        judged(found, filled)


def test_counting_and_monitoring_read_no_history(operator: User, filled: set[str]) -> None:
    ids = list(Flow.objects.values_list("pk", flat=True))
    with recorded() as found:
        accounting.by_flow_in_full(ids)
        figures.read()
        retention.run(dry_run=True)
    judged(found, filled)
    assert {one.table.rpartition("_")[0] for one in found} <= {"step_attempt"}


def _taken(ids: list[UUID]) -> tuple[list[UUID], list[Scan]]:
    """What a claim of these answers, and how the history was read for it."""
    fetch(_DUE, [ids])
    with recorded() as found:
        rows = fetch(TAKE, [0, 64, 9, [], "test", timedelta(seconds=15), None])
    read = [one for one in found if one.table.startswith(("execution_", "payload_"))]
    return [row[0] for row in rows], read


def test_a_claim_opens_the_weeks_it_claims_from_and_looks_each_execution_up(filled: set[str]) -> None:
    """Also between an old one and a new one: the weeks between are not read."""
    queued = [one for (one,) in fetch("SELECT execution_id FROM queue ORDER BY execution_id")]
    ids, found = _taken([queued[-2], queued[-1]])
    assert sorted(ids) == queued[-2:]
    assert len({one.table for one in found}) == len(("execution", "payload"))
    old = fetch(_QUEUE_THE_OLDEST)[0][0]
    ids, found = _taken([old, queued[-1]])
    assert sorted(ids) == [old, queued[-1]]
    assert len({one.table for one in found}) > len(("execution", "payload"))
    assert all("id = c.execution_id" in one.condition for one in found), found


def test_a_scan_from_end_to_end_is_caught(filled: set[str]) -> None:
    """The test of the test."""
    with recorded() as found:
        fetch("SELECT count(*) FROM execution WHERE trigger_kind = 'webhook'")
        fetch("SELECT max(received_at) FROM execution")
    assert len(faults(found, filled)) >= 2 * 5
    with connection.cursor() as cursor, recorded() as found:
        cursor.execute("SELECT * FROM execution WHERE id = %s", [UUID(int=7)])
    judged(found, filled)
