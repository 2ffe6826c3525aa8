"""Files at the door: kept in pieces, once per content, within a limit; the batch reads them back whole."""

from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.batch_support import BulkTarget, batch_step, bulk_target, output_of, row_of
from tests.integration.intake.support import Caller, stored, token_of
from tests.integration.runs_support import chain, connect_to, drained, status_of

__all__ = ["bulk_target"]

FILES = "/api/v1/flows/suppliers/files/"
ROWS = 30_000


def text(rows: int = ROWS) -> bytes:
    lines = (f'S{number},"Supplier {number}, Inc.",place {number % 9}\r\n' for number in range(rows))
    return ("ref,name,city\r\n" + "".join(lines)).encode()


def in_pieces(data: bytes, size: int = 65_536) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.fixture
async def ready(caller: Caller, cast: Cast, bulk_target: BulkTarget) -> Caller:
    """The flow is live, and the caller may start it."""

    def prepare() -> None:
        connect_to(cast, bulk_target.address)
        step = batch_step(expression='{"key": ref, "name": name}')
        trigger = {"kind": "api", "config": {}}
        factories.published(cast.analyst, "suppliers", trigger=trigger, keys={}, **chain(step))
        caller.token = token_of(cast.operator)

    await sync_to_async(prepare)()
    return caller


@sync_to_async
def rows(statement: str) -> list[Any]:
    return fetch(statement)


async def test_a_file_is_kept_in_pieces_and_read_back_whole(ready: Caller, bulk_target: BulkTarget) -> None:
    data = text()
    disposition = 'attachment; filename="../suppliers may.csv"'
    answer = await ready.post(FILES, in_pieces(data), "text/csv", content_disposition=disposition)
    assert answer.status == 202
    [(size, pieces)] = await rows("SELECT bytes, cardinality(pieces) FROM upload")
    assert size == len(data) and pieces == -(-size // 2**20) > 1
    await drained()
    execution = answer.body["id"]
    assert await sync_to_async(status_of)(execution) == "succeeded"
    assert len(bulk_target.records) == ROWS and set(bulk_target.records.values()) == {1}
    assert (await sync_to_async(output_of)(execution))["succeeded"] == ROWS
    row = await sync_to_async(row_of)(execution)
    assert (row["size"], row["done"]) == (size, size)
    [(payload,)] = await rows("SELECT body FROM payload")
    assert b'"name":"suppliers may.csv"' in bytes(payload)


async def test_the_same_file_again(ready: Caller) -> None:
    first = await ready.post(FILES, text(10), "text/csv", idempotency_key="may")
    again = await ready.post(FILES, text(10), "text/csv", idempotency_key="may")
    other = await ready.post(FILES, text(11), "text/csv", idempotency_key="may")
    later = await ready.post(FILES, text(10), "text/csv", idempotency_key="june")
    assert (first.status, again.status, other.status, later.status) == (202, 202, 422, 202)
    assert again.body == {**first.body, "duplicate": True} and later.body["id"] != first.body["id"]
    assert await rows("SELECT count(*) FROM execution") == [(2,)]
    pieces = await rows("SELECT count(*) FROM blob")
    assert pieces == [(2,)]  # one for each content that came


async def test_what_is_refused_leaves_nothing(
    ready: Caller, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await sync_to_async(stored)()
    empty = await ready.post(FILES, b"", "text/csv")
    nowhere = await ready.post("/api/v1/flows/nothing/files/", text(3), "text/csv")
    monkeypatch.setenv("FAIRLEAD_MAX_FILE_BYTES", str(2**21))
    await ready.application.close()

    def endless() -> Iterator[bytes]:
        yield from in_pieces(text(200_000))

    large = await ready.post(FILES, endless(), "text/csv")
    announced = await ready.post(FILES, text(3), "text/csv", content_length=str(2**30))
    ready.token = await sync_to_async(token_of)(cast.outsider)
    hidden = await ready.post(FILES, text(3), "text/csv")
    ready.token = ""
    nobody = await ready.post(FILES, text(3), "text/csv")
    statuses = [one.status for one in (empty, nowhere, large, announced, hidden, nobody)]
    assert statuses == [400, 404, 413, 413, 404, 401]
    assert await sync_to_async(stored)() == before


async def test_a_file_that_is_gone_ends_the_batch(ready: Caller, bulk_target: BulkTarget) -> None:
    answer = await ready.post(FILES, text(5), "text/csv")
    await rows("DELETE FROM blob")
    await drained()
    assert await sync_to_async(status_of)(answer.body["id"]) == "dead"
    assert await rows("SELECT code FROM dead_letter") == [("batch.source",)]


async def test_json_lines_by_their_name(ready: Caller, bulk_target: BulkTarget) -> None:
    data = b'{"ref": "A", "name": "x"}\nbroken\n{"ref": "B"}\n' + b'{"ref": "C"}\n' * 30
    name = 'attachment; filename="suppliers.ndjson"'
    answer = await ready.post(FILES, data, "application/octet-stream", content_disposition=name)
    await drained()
    assert await sync_to_async(status_of)(answer.body["id"]) == "succeeded"
    assert bulk_target.records == {"A": 1, "B": 1, "C": 30}
    assert await rows("SELECT line, code FROM batch_record") == [(2, "body.malformed")]
