"""The step: what it hands to its host, and that it is decided again after an interruption."""

from datetime import timedelta

import pytest

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.batches import FileSource, ListSource, TooManyFailed
from flows.engine.memory import START, MemoryHost
from flows.engine.records import AttemptStatus, BatchCall, Call, ExecutionInput, Status, TriggerInfo
from flows.engine.steps.batch.mill import mill
from flows.engine.steps.batch.positions import Malformed, Portion, Position
from flows.engine.steps.batch.quality import Quality, summary_of
from tests.unit.engine.building import line

TARGET = {"connection": "ledger", "operation": "request", "arguments": {"json": {"$expr": "$"}}}


def call_of(document: JSON, **config: JSON) -> BatchCall:
    """The decision that a flow of one batch step comes to."""
    found: list[Call] = []

    def answer(call: Call) -> JSON:
        found.append(call)
        return {}

    host(document, answer, **config).run()
    assert isinstance(found[0], BatchCall)
    return found[0]


def host(document: JSON, answer: object, **config: JSON) -> MemoryHost:
    settings = {"source": {"kind": "list"}, "target": TARGET, **config}
    built = line({"id": "load", "kind": "batch", "config": settings})
    execution = ExecutionInput("e1", "f", document, TriggerInfo("api", START))
    return MemoryHost(built, execution, answer)  # type: ignore[arg-type]


def portion(*values: JSON) -> Portion:
    lines = list(range(1, len(values) + 1))
    return Portion(list(values), lines, Position(10), Position(10 + len(values)))


@pytest.mark.parametrize(
    ("items", "document", "expected"),
    [
        ("$", [1, 2], [1, 2]),
        ("a.b", {"a": {"b": [1, 2]}}, [1, 2]),
        ("a.b", {"a": [{"b": 1}, {"b": 2}]}, [1, 2]),
        ("a[x > 1]", {"a": [{"x": 1}, {"x": 2}]}, [{"x": 2}]),
        ("nothing", {}, []),
    ],
)
def test_the_list_is_what_the_expression_gives(items: str, document: JSON, expected: JSON) -> None:
    source = call_of(document, source={"kind": "list", "items": items}).job.source
    assert isinstance(source, ListSource) and source.items == expected


def test_the_job_maps_checks_and_counts_records() -> None:
    call = call_of(
        [],
        expression='{"key": ref, "place": $index, "kind": $trigger.kind}',
        schema={"properties": {"key": {"minLength": 2}}},
    )
    made = mill(
        call.job,
        portion({"ref": "AA"}, Malformed("csv.row", "Broken.", "x"), {"ref": "B"}, {"ref": "CC"}),
    )
    assert made.records == [
        {"key": "AA", "place": 10, "kind": "api"},
        {"key": "CC", "place": 13, "kind": "api"},
    ]
    assert made.places == [0, 3]
    assert [(one.place, one.code) for one in made.refused] == [(1, "csv.row"), (2, "step.validate")]
    assert call.job.target.arguments(made.records) == {"json": made.records}


def test_what_the_mapping_gives_nothing_for_is_left_out() -> None:
    made = mill(call_of([], expression="ref").job, portion({"ref": 1}, {}, {"ref": 3}))
    assert (made.records, made.skipped) == ([1, 3], [1])


def test_its_outcome_is_the_step_s() -> None:
    trace = host([1], lambda call: {"records": 1}).run()
    assert trace.status is Status.SUCCEEDED
    assert trace.output_of("load") == {"records": 1}
    assert trace.attempts("load")[0].request["source"] == "list"


def test_an_end_that_needs_a_person_is_a_dead_letter() -> None:
    def refuse(call: Call) -> JSON:
        raise TooManyFailed("Too many.")

    found = host([1], refuse)
    assert found.run().status is Status.DEAD
    found.answer = lambda call: {"records": 1}
    found.redrive()
    assert found.run().status is Status.SUCCEEDED


def test_an_interrupted_batch_is_decided_again_with_the_same_key() -> None:
    found = host([1], lambda call: {})
    [first] = found.turn(found.open())
    later = found.open()
    found.now += timedelta(minutes=1)
    [again] = found.turn(later)
    assert isinstance(first, BatchCall) and isinstance(again, BatchCall)
    assert again.key == first.key and again.ref.attempt == first.ref.attempt + 1
    assert [one.status for one in found.trace.attempts("load")] == [
        AttemptStatus.STARTED,
        AttemptStatus.FAILED,
        AttemptStatus.STARTED,
    ]


@pytest.mark.parametrize(
    "config",
    [
        {"source": {"kind": "pages"}},
        {"source": {"kind": "other"}},
        {"expression": "$now()"},
        {"schema": {"type": "nothing"}},
        {"chunk": 0},
        {"tolerance": 2},
    ],
)
def test_settings_that_cannot_work_are_refused(config: dict[str, JSON]) -> None:
    with pytest.raises(FairleadError):
        host([], lambda call: {}, **config)


def test_the_file_is_the_input() -> None:
    source = call_of("a,b", source={"kind": "file", "delimiter": ";"}).job.source
    assert source == FileSource("a,b", "auto", ";", True)


def test_objects_inside_are_told_by_their_fields() -> None:
    quality = Quality()
    quality.measure([{"id": 1, "address": {"city": "Oslo", "geo": {"lat": 1}}}, {"id": 2, "address": None}])
    columns = summary_of(quality.to_json())["columns"]
    found = {one["name"]: (one["filled"], one["types"]) for one in columns}
    assert found == {
        "id": (2, {"number": 2}),
        "address.city": (1, {"text": 1}),
        "address.geo.lat": (1, {"number": 1}),
        "address": (0, {"null": 1}),
    }


def test_quality_adds_up_over_chunks_and_is_the_same_from_the_books() -> None:
    quality = Quality()
    for start in range(0, 20_000, 500):
        chunk = Quality()
        numbers = range(start, start + 500)
        chunk.measure([{"n": n, "half": n % 2 or None, "kind": f"K{n % 7}"} for n in numbers])
        chunk.blame("map.type", f"Not a number: 'x{start}'")
        quality.add(Quality(chunk.to_json()))
    summary = summary_of(quality.to_json())
    n, half, kind = summary["columns"]
    assert (n["filled"], half["filled"], half["distinct"], kind["distinct"]) == (20_000, 10_000, 1, 7)
    assert 17_000 < n["distinct"] < 20_001 and not n["exact"]
    assert half["types"] == {"null": 10_000, "number": 10_000}
    [cause] = summary["causes"]
    assert cause["count"] == 40
