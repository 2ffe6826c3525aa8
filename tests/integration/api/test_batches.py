"""Batches over the API: progress, quality, failed records, redriving them, and who may what."""

from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from flows.facade import standing
from flows.store.cursors import fetch
from flows.store.models import Flow
from tests import factories
from tests.factories import Api, Cast
from tests.integration.batch_support import BulkTarget, batch_step, bulk_target
from tests.integration.runs_support import cast, chain, connect_to, drained

__all__ = ["bulk_target", "cast"]

TEXT = "ref,name\n" + "".join(f"S{number},Supplier {number % 5}\n" for number in range(40))


@pytest.fixture
async def execution(cast: Cast, bulk_target: BulkTarget) -> UUID:
    """A batch of which three records failed: one unreadable, one unfit, one refused."""
    bulk_target.refuses = lambda record: record["key"] == "S7"
    started = await sync_to_async(begun)(cast, bulk_target.address)
    await drained()
    return started


def begun(cast: Cast, address: str) -> UUID:
    text = TEXT.replace("S3,Supplier 3", "S3").replace("S5,Supplier 0", "S5,")
    connect_to(cast, address)
    step = batch_step(
        expression='{"key": ref, "name": name}', schema={"properties": {"name": {"minLength": 1}}}, chunk=10
    )
    factories.published(cast.analyst, "suppliers", **chain(step))
    return factories.started(cast.analyst, "suppliers", text)


def get(api: Api, path: str) -> Any:
    answer = api("GET", path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_progress_and_quality(cast: Cast, execution: UUID) -> None:
    api = Api(cast.operator)
    [batch] = get(api, f"executions/{execution}/batches/")["results"]
    assert (batch["step"], batch["state"], batch["read_from"], batch["progress"]) == (
        "load",
        "completed",
        "file",
        1.0,
    )
    assert [batch[name] for name in ("records", "succeeded", "failed", "skipped")] == [40, 37, 3, 0]
    names = {one["name"]: one for one in batch["quality"]["columns"]}
    assert (names["key"]["filled"], names["name"]["distinct"], names["name"]["exact"]) == (38, 5, True)
    assert {one["code"] for one in batch["quality"]["causes"]} == {
        "csv.fields",
        "step.validate",
        "connector.permanent",
    }
    [shown] = get(api, f"executions/{execution}/")["batches"]
    assert (shown["records"], "quality" in shown) == (40, False)


def test_failed_records_are_seen_where_operators_look(cast: Cast, execution: UUID) -> None:
    api = Api(cast.operator)
    [row] = get(api, "executions/")["results"]
    assert (row["status"], row["failed_records"]) == ("succeeded", 3)
    [batch] = get(api, "dead-letters/batches/?flow=suppliers")["results"]
    assert (batch["execution"], batch["step"], batch["failed"], batch["records"]) == (
        str(execution), "load", 3, 40,
    )  # fmt: skip
    assert {one["code"]: one["count"] for one in batch["causes"]} == {
        "csv.fields": 1, "step.validate": 1, "connector.permanent": 1,
    }  # fmt: skip
    [flow] = standing.signs([Flow.objects.get(slug="suppliers").pk]).values()
    assert flow["failed_records"] == 3
    assert get(Api(cast.outsider), "dead-letters/batches/")["results"] == []
    api("POST", f"executions/{execution}/batches/load/records/redrive/", {})
    [left] = get(api, "dead-letters/batches/")["results"]
    assert (left["failed"], [one["code"] for one in left["causes"]]) == (1, ["csv.fields"])


def test_failed_records_page_by_page(cast: Cast, execution: UUID) -> None:
    api = Api(cast.operator)
    first = get(api, f"executions/{execution}/batches/load/records/?limit=2")
    second = get(api, first["next"])
    assert [one["line"] for one in first["results"]] == [5, 7]
    assert [one["line"] for one in second["results"]] == [9] and second["next"] is None
    assert get(api, second["previous"])["results"] == first["results"]
    assert [one["redrivable"] for one in first["results"]] == [False, True]
    assert second["results"][0]["record"] == {"ref": "S7", "name": "Supplier 2"}
    nothing = get(api, f"executions/{execution}/batches/load/records/?status=indeterminate")
    assert nothing["results"] == []


async def test_failed_records_are_redriven_alone(
    cast: Cast, execution: UUID, bulk_target: BulkTarget
) -> None:
    bulk_target.refuses = lambda record: False
    before = bulk_target.calls
    api = await sync_to_async(Api)(cast.operator)
    path = f"executions/{execution}/batches/load/records/"
    answer = await sync_to_async(api)("POST", f"{path}redrive/", {"records": [8]})
    assert answer.status_code == 202 and answer.json()["redriven"] == 1
    await drained()
    assert bulk_target.calls == before + 1 and bulk_target.records["S7"] == 1
    await sync_to_async(check_redriven)(api, path, execution, answer.json()["execution"])


def check_redriven(api: Api, path: str, execution: UUID, again: str) -> None:
    [batch] = get(api, f"executions/{again}/batches/")["results"]
    assert (batch["read_from"], batch["records"], batch["succeeded"]) == ("records", 1, 1)
    assert get(api, f"executions/{again}/")["replay_of"] == str(execution)
    states = [(one["status"], one["redriven_by"]) for one in get(api, path)["results"]]
    assert states == [("failed", None), ("failed", None), ("redriven", again)]


def test_all_that_can_be_read_is_redriven(cast: Cast, execution: UUID) -> None:
    api = Api(cast.operator)
    path = f"executions/{execution}/batches/load/records/redrive/"
    assert api("POST", path, {}).json()["redriven"] == 2
    answer = api("POST", path, {})
    assert answer.status_code == 409
    assert fetch("SELECT count(*) FROM execution") == [(2,)]


def test_who_may_what(cast: Cast, execution: UUID) -> None:
    path = f"executions/{execution}/batches/"
    outsider, steward = Api(cast.outsider), Api(cast.steward)
    assert outsider("GET", path).status_code == 404
    assert outsider("GET", f"{path}load/records/").status_code == 404
    assert outsider("POST", f"{path}load/records/redrive/", {}).status_code == 404
    assert steward("GET", path).status_code == 200
    assert steward("POST", f"{path}load/records/redrive/", {}).status_code == 403
    hidden = get(steward, f"{path}load/records/?limit=3")["results"][2]
    assert hidden["record"] == {"ref": "••• text", "name": "••• text"}
    assert Api(cast.operator)("GET", f"{path}other/records/").status_code == 404
    bad = Api(cast.operator)("GET", f"{path}load/records/?cursor=nonsense")
    assert bad.status_code == 400
