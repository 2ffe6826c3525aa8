"""The live channel over real sockets, PostgreSQL and Redis: what each viewer is told, and when."""

from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from flows.facade import executions
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


def _many_unseen(first: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'execution'")
        columns = [name for (name,) in cursor.fetchall() if name != "id"]
        cursor.execute(
            f"INSERT INTO execution (id, {', '.join(columns)}) "
            f"SELECT gen_random_uuid(), {', '.join(columns)} FROM execution, generate_series(1, 60) "
            "WHERE execution.id = %s",
            [first],
        )
