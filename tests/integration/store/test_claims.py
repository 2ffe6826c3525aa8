"""Claims: shared out over the flows, never one row twice, suspects apart, keys in order."""

from collections import Counter
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import IntegrityError, connections, transaction

from connectors.sdk.types import JSON
from flows.facade import sweeper
from flows.store import sweeping
from flows.store.claiming import SUSPECTS, Claim, claim
from flows.store.cursors import fetch
from flows.store.database import Connection, ConnectOptions, connect
from tests import factories
from tests.factories import Cast
from tests.integration.runs_support import account

pytestmark = pytest.mark.django_db(transaction=True)


def accepted(cast: Cast, slug: str, count: int, **changes: JSON) -> None:
    factories.published(cast.analyst, slug, **changes)
    for number in range(count):
        factories.started(cast.analyst, slug, {"id": f"{slug}-{number}", "key": f"K{number % 2}"})


async def claimed(connection: Connection, most: int, **changes: object) -> list[str]:
    """The business key of each claimed execution."""
    wanted = {"lane": 0, "owner": "one", "lease": timedelta(seconds=30), **changes}
    rows = await claim(connection, Claim(most=most, **wanted))  # type: ignore[arg-type]
    assert all(row.epoch >= 1 and row.body for row in rows)
    return [str(row.id) for row in rows]


@pytest.fixture
def flows(cast: Cast) -> Cast:
    accepted(cast, "large", 40)
    accepted(cast, "small", 4)
    return cast


async def test_a_flood_of_one_flow_leaves_the_other_its_share(flows: Cast) -> None:
    connection = await connect(ConnectOptions("test"))
    wanted = Claim(lane=0, most=8, owner="one", lease=timedelta(seconds=30))
    rows = await claim(connection, wanted)
    assert sorted(Counter(row.flow_id for row in rows).values()) == [4, 4]
    await connection.close()


async def test_no_row_is_claimed_twice(flows: Cast) -> None:
    first, second = [await connect(ConnectOptions(f"test {name}")) for name in "ab"]
    found: list[str] = []
    for _ in range(30):
        found += await claimed(first, 3)
        found += await claimed(second, 3)
    assert len(found) == len(set(found)) == 44
    await first.close()
    await second.close()


async def test_flows_that_are_left_out_wait(flows: Cast) -> None:
    connection = await connect(ConnectOptions("test"))
    wanted = Claim(lane=0, most=50, owner="one", lease=timedelta(seconds=30))
    everything = {row.flow_id for row in await claim(connection, wanted)}
    assert len(everything) == 2
    await connection.execute("UPDATE queue SET claims = 0, visible_at = now()")
    one = min(everything)
    wanted = Claim(lane=0, most=50, owner="one", lease=timedelta(seconds=30), except_flows=[one])
    assert {row.flow_id for row in await claim(connection, wanted)} == everything - {one}
    await connection.close()


async def test_of_each_ordering_key_only_the_earliest_is_claimed(cast: Cast) -> None:
    connection = await connect(ConnectOptions("test"))
    await _accept_keyed(cast)
    assert len(await claimed(connection, 50)) == 2
    assert await claimed(connection, 50) == []
    assert await claimed(connection, 50) == []
    await connection.close()


def test_what_a_worker_left_behind_becomes_suspect_and_then_quarantined(flows: Cast) -> None:
    fetch("UPDATE queue SET lease_owner = 'gone', claims = 1, visible_at = now() - interval '1 s'")
    fetch(
        "UPDATE queue SET claims = 3 WHERE execution_id = (SELECT min(execution_id::text)::uuid FROM queue)"
    )
    sweeper.sweep()
    assert fetch("SELECT DISTINCT lane FROM queue") == [(SUSPECTS,)]
    assert fetch("SELECT code FROM dead_letter") == [("execution.quarantined",)]
    assert account() | {"open": 0} == {
        "accepted": 44,
        "open": 0,
        "succeeded": 0,
        "failed": 0,
        "dead": 1,
        "indeterminate": 0,
        "cancelled": 0,
    }


def test_folding_the_counts_changes_no_sum(flows: Cast) -> None:
    before = account()
    sweeping.fold_tallies()
    sweeping.fold_tallies()
    assert account() == before
    assert fetch("SELECT count(*) FROM tally") == [(2,)]


def test_a_published_version_never_changes(flows: Cast) -> None:
    for statement in ("UPDATE flow_version SET note = 'other'", "DELETE FROM flow_version"):
        with pytest.raises(IntegrityError), transaction.atomic():
            fetch(statement)


@sync_to_async
def _accept_keyed(cast: Cast) -> None:
    accepted(cast, "keyed", 10, keys={"ordering": "key"})
    connections.close_all()


async def test_a_claim_does_not_look_below_the_floor_and_the_next_round_finds_what_is_there(
    flows: Cast,
) -> None:
    connection = await connect(ConnectOptions("test"))
    await connection.execute("SELECT fairlead_raise_floor('0 s')")
    await connection.execute("UPDATE queue SET visible_at = now() - interval '1 minute'")
    assert await claimed(connection, 50) == []
    await connection.execute("SELECT fairlead_raise_floor('3 s')")
    assert len(await claimed(connection, 100)) == 44
    await connection.close()


async def test_the_floor_of_a_flow_is_its_earliest_row_and_the_others_go_ahead(flows: Cast) -> None:
    connection = await connect(ConnectOptions("test"))
    earliest = (
        "UPDATE queue SET visible_at = now() - interval '1 hour' WHERE flow_id = (SELECT min(id) FROM flow)"
    )
    await connection.execute(earliest)
    await connection.execute("SELECT fairlead_raise_floor('3 s')")
    cursor = await connection.execute("SELECT count(*), count(*) FILTER (WHERE lane = -1) FROM queue_floor")
    assert await cursor.fetchone() == (2, 1)
    assert len(await claimed(connection, 100)) == 44
    await connection.execute("DELETE FROM queue")
    await connection.execute("SELECT fairlead_raise_floor('3 s')")
    cursor = await connection.execute("SELECT lane, now() - since < interval '1 minute' FROM queue_floor")
    assert await cursor.fetchall() == [(-1, True)]
    await connection.close()


async def test_floors_are_lifted_from_where_they_are_and_a_look_at_everything_finds_what_lies_below(
    flows: Cast,
) -> None:
    connection = await connect(ConnectOptions("test"))
    await connection.execute("UPDATE queue SET visible_at = now() - interval '1 minute'")
    await connection.execute("SELECT fairlead_lift_floor('3 s')")
    assert len(await claimed(connection, 8)) == 8
    await connection.execute("SELECT fairlead_lift_floor('3 s')")
    assert len(await claimed(connection, 100)) == 36
    await connection.execute("SELECT fairlead_lift_floor('3 s')")
    cursor = await connection.execute("SELECT lane, now() - since < interval '1 minute' FROM queue_floor")
    assert await cursor.fetchall() == [(-1, True)]
    await connection.execute(
        "UPDATE queue SET visible_at = now() - interval '1 minute', claims = 0, lease_owner = ''"
    )
    await connection.execute("SELECT fairlead_lift_floor('3 s')")
    assert await claimed(connection, 100) == []
    await connection.execute("SELECT fairlead_raise_floor('3 s')")
    assert len(await claimed(connection, 100)) == 44
    await connection.close()


async def test_the_order_of_a_key_holds_also_for_what_came_to_lie_below_the_floor(cast: Cast) -> None:
    await _accept_keyed(cast)
    connection = await connect(ConnectOptions("test"))
    await connection.execute("SELECT fairlead_lift_floor('0 s')")
    first = "(SELECT min(seq) FROM queue)"
    late = f"UPDATE queue SET visible_at = now() - interval '30 s' WHERE seq = {first} RETURNING execution_id"
    [(earliest,)] = await (await connection.execute(late)).fetchall()
    await connection.execute("UPDATE queue SET visible_at = now() WHERE visible_at > now() - interval '20 s'")
    others = await claimed(connection, 100)
    assert len(others) == 1 and str(earliest) not in others
    await connection.execute("SELECT fairlead_raise_floor('3 s')")
    assert await claimed(connection, 100) == [str(earliest)]
    await connection.close()
