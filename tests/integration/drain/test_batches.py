"""Batches on a real database against a real target: every record once, with its own outcome."""

import asyncio
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from connectors.sdk.types import JSON
from flows.facade import deadletters, executions
from flows.facade.batch import showing
from flows.facade.drain import Drain
from flows.facade.drain.parts import Part
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.batch_support import BulkTarget, batch_step, bulk_target, output_of, row_of
from tests.integration.runs_support import chain, connect_to, drained, options, status_of

__all__ = ["bulk_target"]


@sync_to_async
def begun(cast: Cast, outside: BulkTarget, document: JSON, **config: JSON) -> UUID:
    connect_to(cast, outside.address, **outside.config)
    factories.published(cast.analyst, "suppliers", **chain(batch_step(**config)))
    return factories.started(cast.analyst, "suppliers", document)


async def test_a_list_goes_out_in_chunks(cast: Cast, bulk_target: BulkTarget) -> None:
    items = [{"ref": f"S{number}", "name": f"Supplier {number}"} for number in range(1234)]
    execution = await begun(
        cast,
        bulk_target,
        {"items": items},
        source={"kind": "list", "items": "items"},
        expression='{"key": ref, "number": $index}',
        chunk=100,
    )
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert bulk_target.calls == 13
    assert sorted(bulk_target.records) == sorted(f"S{number}" for number in range(1234))
    assert set(bulk_target.records.values()) == {1}
    summary = await sync_to_async(output_of)(execution)
    assert {name: summary[name] for name in ("records", "succeeded", "failed", "skipped")} == {
        "records": 1234,
        "succeeded": 1234,
        "failed": 0,
        "skipped": 0,
    }
    fields = {one["name"]: one for one in summary["quality"]["columns"]}
    assert fields["key"]["filled"] == 1234 and fields["number"]["types"] == {"number": 1234}
    assert 900 < fields["key"]["distinct"] <= 1234
    row = await sync_to_async(row_of)(execution)
    assert (row["state"], row["records"], row["size"], row["done"]) == ("completed", 1234, 1234, 1234)


async def test_records_fail_by_themselves(cast: Cast, bulk_target: BulkTarget) -> None:
    text = "ref,name,credit\n" + "".join(f"S{number},Supplier,{number}\n" for number in range(300))
    text = text.replace("S7,Supplier,7", "S7,Supplier").replace("S9,Supplier,9", "S9,Supplier,nine")
    text = text.replace("S11,", "BAD11,").replace("S12,Supplier", "S12,")
    bulk_target.refuses = lambda record: record["key"].startswith("BAD")
    execution = await begun(
        cast,
        bulk_target,
        text,
        expression='ref = "S20" ? undefinedField : {"key": ref, "name": name, "credit": $number(credit)}',
        schema={"properties": {"name": {"minLength": 1}}},
        chunk=64,
    )
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    summary = await sync_to_async(output_of)(execution)
    assert (summary["succeeded"], summary["failed"], summary["skipped"]) == (295, 4, 1)
    assert set(bulk_target.records.values()) == {1} and len(bulk_target.records) == 295
    rows = await sync_to_async(fetch)(
        "SELECT number, line, code, record FROM batch_record WHERE execution_id = %s ORDER BY number",
        [execution],
    )
    assert [(number, line) for number, line, _, _ in rows] == [(8, 9), (10, 11), (12, 13), (13, 14)]
    assert rows[0][2] == "csv.fields"
    assert rows[2][2] == "connector.permanent" and b"BAD11" in rows[2][3]
    causes = {one["code"]: one["count"] for one in summary["quality"]["causes"]}
    assert causes["csv.fields"] == 1 and causes["step.validate"] == 1


async def test_too_many_failures_stop_the_batch(cast: Cast, bulk_target: BulkTarget) -> None:
    bulk_target.refuses = lambda record: int(record["key"]) % 3 == 0
    execution = await begun(
        cast,
        bulk_target,
        [{"key": str(number)} for number in range(120)],
        source={"kind": "list"},
        chunk=20,
        tolerance=0.25,
    )
    await drained()
    assert await sync_to_async(status_of)(execution) == "dead"
    [(code, message)] = await sync_to_async(fetch)("SELECT code, message FROM dead_letter")
    assert code == "batch.tolerance" and message.startswith("40 of 120 records failed")
    assert (await sync_to_async(row_of)(execution))["state"] == "stopped"


async def test_redriving_alone_makes_no_failed_record_succeed(cast: Cast, bulk_target: BulkTarget) -> None:
    """All records are judged at the end, but for those that another execution has taken over."""
    bulk_target.refuses = lambda record: int(record["key"]) % 3 == 0
    items: JSON = [{"key": str(number)} for number in range(120)]
    execution = await begun(cast, bulk_target, items, source={"kind": "list"}, chunk=20, tolerance=0.25)
    await drained()
    for _ in range(2):
        assert await sync_to_async(deadletters.redrive)(cast.operator, [str(execution)]) == 1
        await drained()
        assert await sync_to_async(status_of)(execution) == "dead"
        [(message,)] = await sync_to_async(fetch)("SELECT message FROM dead_letter")
        assert message.startswith("40 of 120 records failed")

    bulk_target.refuses = lambda _: False
    operator = cast.operator
    started, count = await sync_to_async(showing.redrive)(operator, str(execution), "load", None)
    assert count == 40
    await drained()
    assert await sync_to_async(status_of)(UUID(started.id)) == "succeeded"
    assert await sync_to_async(deadletters.redrive)(cast.operator, [str(execution)]) == 1
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert set(bulk_target.records.values()) == {1} and len(bulk_target.records) == 120


async def test_a_target_that_is_away_is_waited_for(cast: Cast, bulk_target: BulkTarget) -> None:
    bulk_target.failing = 5
    items = [{"key": str(number)} for number in range(50)]
    execution = await begun(cast, bulk_target, items, source={"kind": "list"}, chunk=10, in_flight=1)
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert set(bulk_target.records.values()) == {1} and len(bulk_target.records) == 50


@pytest.mark.parametrize("promise", ["by_key", "none"])
async def test_lost_answers(cast: Cast, bulk_target: BulkTarget, promise: str) -> None:
    """With a key a chunk is sent again; without one a person is asked about its records alone."""
    bulk_target.config["idempotency"] = promise
    bulk_target.config["timeout_s"] = 60
    bulk_target.swallows = 1
    items = [{"key": str(number)} for number in range(50)]
    execution = await begun(cast, bulk_target, items, source={"kind": "list"}, chunk=10)
    await drained()
    assert set(bulk_target.records.values()) == {1} and len(bulk_target.records) == 50
    row = await sync_to_async(row_of)(execution)
    if promise == "by_key":
        assert await sync_to_async(status_of)(execution) == "succeeded"
        assert (row["succeeded"], row["indeterminate"]) == (50, 0)
    else:
        assert await sync_to_async(status_of)(execution) == "indeterminate"
        assert (row["succeeded"], row["indeterminate"]) == (40, 10)


async def test_each_record_may_be_a_call(cast: Cast, bulk_target: BulkTarget) -> None:
    items = [{"key": str(number)} for number in range(25)]
    target = {"connection": "target", "operation": "request", "send": "each"}
    arguments = {"method": "POST", "path": "/bulk", "json": {"$expr": "[$]"}}
    execution = await begun(
        cast, bulk_target, items, source={"kind": "list"}, chunk=10, target={**target, "arguments": arguments}
    )
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert bulk_target.calls == 25 and set(bulk_target.records.values()) == {1}


async def test_the_answer_may_name_records_that_failed(cast: Cast, bulk_target: BulkTarget) -> None:
    bulk_target.tells = lambda record: record["key"] == "7"
    items = [{"key": str(number)} for number in range(20)]
    target = {
        **batch_step()["config"]["target"],
        "failures": 'body.errors.{"index": at, "message": text, "code": "target.no"}',
    }
    execution = await begun(cast, bulk_target, items, source={"kind": "list"}, chunk=10, target=target)
    await drained()
    rows = await sync_to_async(fetch)("SELECT number, code, message FROM batch_record")
    assert rows == [(8, "target.no", "Not this one.")]
    assert (await sync_to_async(output_of)(execution))["succeeded"] == 19


PAGES = {
    "kind": "pages",
    "connection": "target",
    "operation": "request",
    "arguments": {"method": "GET", "path": "/pages", "query": {"start": 0}},
    "records": "body.items",
    "next": 'output.body.following ? {"query": {"start": output.body.following}}',
}


async def test_pages_are_read_one_after_the_other(cast: Cast, bulk_target: BulkTarget) -> None:
    bulk_target.listed = 57
    execution = await begun(cast, bulk_target, {}, source=PAGES, chunk=7)
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert bulk_target.pages == 6 and len(bulk_target.records) == 57
    row = await sync_to_async(row_of)(execution)
    assert (row["records"], row["size"], row["state"]) == (57, 0, "completed")


@pytest.mark.parametrize("source", [PAGES, {"kind": "list"}])
async def test_a_worker_that_stops_leaves_a_checkpoint(
    cast: Cast, bulk_target: BulkTarget, source: JSON
) -> None:
    bulk_target.listed, bulk_target.delay_s = 60, 0.1
    items = [{"key": str(number)} for number in range(60)]
    execution = await begun(cast, bulk_target, items, source=source, chunk=5, in_flight=1)
    drain = Drain(options())
    await drain.serve(Part(0), 0.4)
    await bulk_target.comes_to(lambda: bulk_target.calls >= 3)
    await drain.close()
    row = await sync_to_async(row_of)(execution)
    assert (row["state"], 0 < row["succeeded"] < 60) == ("resting", True)
    left = await sync_to_async(fetch)("SELECT lease_owner, status FROM queue")
    assert left == [("", "queued")]
    bulk_target.delay_s = 0
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert set(bulk_target.records.values()) == {1} and len(bulk_target.records) == 60


async def test_cancelling_ends_a_batch_after_the_chunks_under_way(
    cast: Cast, bulk_target: BulkTarget
) -> None:
    bulk_target.delay_s = 0.2
    items = [{"key": str(number)} for number in range(100)]
    execution = await begun(cast, bulk_target, items, source={"kind": "list"}, chunk=5, in_flight=1)
    working = asyncio.ensure_future(drained())
    await bulk_target.comes_to(lambda: bulk_target.calls > 0)
    await sync_to_async(executions.cancel)(cast.operator, str(execution))
    await working
    assert await sync_to_async(status_of)(execution) == "cancelled"
    row = await sync_to_async(row_of)(execution)
    assert row["state"] == "resting" and row["succeeded"] == len(bulk_target.records) < 100


@pytest.mark.parametrize(("outcome", "effects"), [("succeeded", 1), ("retry", 2)])
async def test_a_person_says_what_became_of_records_in_doubt(
    cast: Cast, bulk_target: BulkTarget, outcome: str, effects: int
) -> None:
    bulk_target.config.update(idempotency="none", idempotency_header="", timeout_s=60)
    bulk_target.swallows = 1
    items = [{"key": str(number)} for number in range(30)]
    execution = await begun(cast, bulk_target, items, source={"kind": "list"}, chunk=10)
    await drained()
    assert await sync_to_async(status_of)(execution) == "indeterminate"
    await sync_to_async(executions.resolve)(cast.operator, str(execution), outcome, "Looked at it.")
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert sum(bulk_target.records.values()) == 20 + 10 * effects
    row = await sync_to_async(row_of)(execution)
    assert (row["records"], row["indeterminate"]) == (30, 0 if outcome == "retry" else 10)
    left = await sync_to_async(fetch)("SELECT count(*) FROM batch_record")
    assert left == [(0 if outcome == "retry" else 10,)]


async def test_a_worker_that_lost_its_lease_writes_nothing_more(cast: Cast, bulk_target: BulkTarget) -> None:
    bulk_target.delay_s = 0.3
    items = [{"key": str(number)} for number in range(60)]
    execution = await begun(cast, bulk_target, items, source={"kind": "list"}, chunk=5, in_flight=2)
    stale = asyncio.ensure_future(drained())
    await bulk_target.comes_to(lambda: bulk_target.calls >= 3)
    await sync_to_async(fetch)(
        "UPDATE queue SET epoch = epoch + 1, claims = 0, lease_owner = '', visible_at = now()"
    )
    bulk_target.delay_s = 0
    await stale
    await drained()
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert set(bulk_target.records.values()) == {1} and len(bulk_target.records) == 60
    row = await sync_to_async(row_of)(execution)
    assert (row["records"], row["succeeded"], row["done"]) == (60, 60, 60)
    epochs = await sync_to_async(fetch)("SELECT DISTINCT status FROM batch_chunk")
    assert epochs == [("done",)]
