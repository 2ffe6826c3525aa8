"""The live channel over real sockets, PostgreSQL and Redis: what each viewer is told, and when."""

from contextlib import AsyncExitStack
from uuid import UUID

import orjson
import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from console.live.pace import read_anew_within_s
from console.live.views import MOST_FOLLOWED, NEWEST, ListView, Look
from flows.facade import executions
from flows.store.models import Execution, Flow
from tests.factories import FLOW, OTHER_FLOW, Cast
from tests.integration.live.support import behind_the_back, page, started

pytestmark = pytest.mark.django_db(transaction=True)

EXECUTIONS = "executions"


async def test_a_snapshot_comes_first_and_deltas_follow_without_a_gap(cast: Cast, address: str) -> None:
    before = await started(cast)
    async with page(address, cast.operator) as viewer:
        snapshot = await viewer.subscribe(EXECUTIONS)
        assert snapshot["seq"] == 1
        assert [row["id"] for row in snapshot["data"]["executions"]] == [str(before)]
        for _ in range(3):
            await viewer.row(await started(cast), EXECUTIONS, status="queued")
        await sync_to_async(executions.cancel)(cast.operator, str(before))
        await viewer.row(before, EXECUTIONS, status="cancelled")
        assert viewer.numbers(EXECUTIONS) == list(range(1, len(viewer.frames) + 1))


async def test_who_comes_later_takes_nothing_from_who_was_there(cast: Cast, address: str) -> None:
    """Both share one view: what the second one's snapshot brings to light the first one is told."""
    one = await started(cast)
    async with page(address, cast.operator) as first, page(address, cast.operator) as second:
        await first.subscribe(EXECUTIONS)
        await behind_the_back("UPDATE queue SET status = 'running' WHERE execution_id = %s", one)
        snapshot = await second.subscribe(EXECUTIONS)
        assert snapshot["data"]["executions"][0]["status"] == "running"
        await first.row(one, EXECUTIONS, status="running")


async def test_a_lost_hint_is_made_good(cast: Cast, address: str) -> None:
    one = await started(cast)
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(EXECUTIONS)
        await viewer.subscribe(f"execution:{one}")
        await behind_the_back("UPDATE queue SET status = 'running' WHERE execution_id = %s", one)
        told = {EXECUTIONS: one, f"execution:{one}": one}
        while told:
            frame = await viewer.frame(lambda frame: frame["kind"] == "delta" and frame["topic"] in told)
            shown = frame["data"]["executions"][0] if frame["topic"] == EXECUTIONS else frame["data"]
            assert shown["status"] == "running"
            del told[frame["topic"]]


async def test_a_flow_s_topic_holds_that_flow_alone(cast: Cast, address: str) -> None:
    other = await started(cast, OTHER_FLOW)
    async with page(address, cast.operator) as viewer:
        snapshot = await viewer.subscribe(f"flow:{OTHER_FLOW}")
        assert [row["id"] for row in snapshot["data"]["executions"]] == [str(other)]
        await started(cast, FLOW)
        await viewer.row(await started(cast, OTHER_FLOW), f"flow:{OTHER_FLOW}")
        shown = {row["flow"] for frame in viewer.frames for row in frame["data"]["executions"]}
        assert shown == {OTHER_FLOW}


async def test_an_execution_s_topic_tells_what_differs(cast: Cast, address: str) -> None:
    one = await started(cast)
    async with page(address, cast.operator) as viewer:
        topic = f"execution:{one}"
        snapshot = await viewer.subscribe(topic)
        assert snapshot["data"]["payload"] == {"id": "ORD-1", "total": 21}
        assert "definition" not in snapshot["data"]
        await sync_to_async(executions.cancel)(cast.operator, str(one))
        delta = await viewer.frame(lambda frame: frame["data"].get("status") == "cancelled")
        assert delta["kind"] == "delta"
        assert "payload" not in delta["data"]


async def test_the_wall_tells_the_account(cast: Cast, address: str) -> None:
    async with page(address, cast.operator) as viewer:
        snapshot = await viewer.subscribe("wall")
        assert {flow["slug"] for flow in snapshot["data"]["flows"]} == {FLOW, OTHER_FLOW}
        await started(cast)
        delta = await viewer.frame(lambda frame: frame["data"].get("accounting", {}).get("accepted") == 1)
        assert delta["data"]["accounting"]["open"] == 1


async def test_a_resync_is_answered_by_a_snapshot_that_goes_on_counting(cast: Cast, address: str) -> None:
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(EXECUTIONS)
        await viewer.ask("resync", EXECUTIONS)
        again = await viewer.frame(lambda frame: frame["kind"] == "snapshot")
        assert again["seq"] == 2
        await viewer.ask("unsubscribe", EXECUTIONS)
        assert (await viewer.subscribe(EXECUTIONS))["seq"] == 1


async def test_a_page_that_was_never_told_is_said_to_be_incomplete(cast: Cast, address: str) -> None:
    """More executions than a page holds, and no hint of any: the list has to be read anew."""
    first = await started(cast)
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(EXECUTIONS)
        await sync_to_async(_many_unseen)(first)
        delta = await viewer.frame(lambda frame: frame["kind"] == "delta" and frame["data"].get("more"))
        assert len(delta["data"]["executions"]) >= 50
        assert 0 < delta["data"]["again_s"] < 1


async def test_a_crowd_that_comes_at_once_is_told_the_same(cast: Cast, address: str) -> None:
    """Many share one reading; each has its snapshot, and the deltas from then on without a gap."""
    before = await started(cast)
    async with AsyncExitStack() as stack:
        crowd = [await stack.enter_async_context(page(address, cast.operator)) for _ in range(20)]
        for viewer in crowd:
            await viewer.ask("subscribe", EXECUTIONS)
        for viewer in crowd:
            snapshot = await viewer.frame(lambda frame: frame["kind"] == "snapshot")
            assert [row["id"] for row in snapshot["data"]["executions"]] == [str(before)]
        one = await started(cast)
        for viewer in crowd:
            await viewer.row(one, EXECUTIONS)
            assert viewer.numbers(EXECUTIONS) == list(range(1, len(viewer.frames) + 1))


async def test_a_burst_is_told_by_its_newest_rows(cast: Cast) -> None:
    """More executions at once than a page shows: one delta of the newest, which says so."""
    first = await started(cast)
    view = ListView(frozenset(await sync_to_async(_flow_ids)()))
    await sync_to_async(view.snapshot)()
    await sync_to_async(_many_unseen)(first, MOST_FOLLOWED)
    ids = await sync_to_async(_ids)()
    delta = orjson.loads(await sync_to_async(view.news)(Look(ids, viewers=500)) or b"")
    assert [row["id"] for row in delta["executions"]] == ids[:NEWEST]
    assert delta["more"]
    assert delta["again_s"] == read_anew_within_s(500)


def _flow_ids() -> list[int]:
    return list(Flow.objects.values_list("pk", flat=True))


def _ids() -> list[str]:
    return [str(one) for one in Execution.objects.order_by("-id").values_list("id", flat=True)]


def _many_unseen(first: UUID, number: int = 60) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'execution'")
        columns = [name for (name,) in cursor.fetchall() if name != "id"]
        cursor.execute(
            f"INSERT INTO execution (id, {', '.join(columns)}) "
            f"SELECT unseen, {', '.join(columns)} FROM execution, unnest(%s::uuid[]) AS unseen "
            "WHERE execution.id = %s",
            [[UUID(int=first.int + one) for one in range(1, number + 1)], first],
        )
