"""Before a version runs, recent messages are run through it by both engines."""

import itertools
from typing import Any

import pytest

from connectors.sdk.types import JSON
from flows.engine.canonical import content_hash
from flows.engine.mapping import ENGINES, Proof, compile_expression, isolated
from flows.engine.mapping.fast import engine as fast
from flows.engine.places import places_of
from flows.engine.proving import Message, prove_flow, prove_isolated

_unique = itertools.count()


def flow(**changes: JSON) -> dict[str, Any]:
    """Every kind of expression once; the texts are this flow's own, since demotion is by text."""
    mark = f"/* {next(_unique)} */"
    chain = [
        {"id": "each", "kind": "map", "config": {"expression": f"sku & $string($index) {mark}"}},
        {
            "id": "post",
            "kind": "call",
            "config": {**_call("$document.id"), "arguments": f"{{'a': $ {mark}}}"},
        },
    ]
    steps = [
        {
            "id": "map",
            "kind": "map",
            "config": {"expression": f"{{'total': $sum(lines.price), 'l': lines}} {mark}"},
        },
        {"id": "send", "kind": "call", "config": _call(f"total {mark}")},
        {"id": "big", "kind": "branch", "config": {"cases": [{"name": "yes", "when": f"stored > 1 {mark}"}]}},
        {"id": "lines", "kind": "for_each", "config": {"items": f"$steps.map.l {mark}", "do": chain}},
        {"id": "stop", "kind": "stop", "config": {"reason": "Too small, so it ends here."}},
    ]
    return {
        "schema": "fairlead.flow/1",
        "slug": "orders",
        "name": "Orders",
        "trigger": {"kind": "manual"},
        "steps": steps,
        "edges": [
            {"from": "trigger", "to": "map", "when": f"id != '' {mark}"},
            {"from": "map", "to": "send"},
            {"from": "send", "to": "big"},
            {"from": "big", "to": "lines", "port": "yes"},
            {"from": "big", "to": "stop", "port": "otherwise"},
        ],
        "keys": {"ordering": f"id {mark}", "business": {"order": f"$uppercase(id) {mark}"}},
        **changes,
    }


def _call(argument: str) -> dict[str, JSON]:
    return {
        "connection": "shop",
        "operation": "request",
        "arguments": {"path": "/", "n": [{"$expr": argument}]},
    }


def message(number: int = 1, **changes: Any) -> Message:
    document = {"id": f"PO-{number}", "lines": [{"sku": "X", "price": 2.5}, {"sku": "Y", "price": number}]}
    answers = [("send", -1, {"stored": 2}), *(("lines.post", item, {}) for item in range(2))]
    made = {
        "id": str(number),
        "document": document,
        "parsed": document,
        "kind": "manual",
        "received_at": "2026-03-01T08:00:00+00:00",
        "content_type": "application/json",
        "headers": {},
        "answers": answers,
    }
    return Message(**{**made, **changes})


def proofs(document: dict[str, Any], *messages: Message, seconds: float = 120) -> dict[str, Proof]:
    """By the path of the expression."""
    found = {one.source_hash: one for one in prove_flow(content_hash(document), document, messages, seconds)}
    return {place.path: found[place.expression.source_hash] for place in places_of(document)}


def test_every_expression_has_its_place() -> None:
    assert [(place.step, place.path) for place in places_of(flow())] == [
        ("map", "$.steps[0].config.expression"),
        ("send", '$.steps[1].config.arguments.n[0]["$expr"]'),
        ("big", "$.steps[2].config.cases[0].when"),
        ("lines", "$.steps[3].config.items"),
        ("lines.each", "$.steps[3].config.do[0].config.expression"),
        ("lines.post", "$.steps[3].config.do[1].config.arguments"),
        ("trigger", "$.edges[0].when"),
        ("trigger", "$.keys.ordering"),
        ("trigger", "$.keys.business.order"),
    ]


def test_messages_prove_every_expression_on_their_way() -> None:
    document = flow()
    found = proofs(document, message(1), message(2))
    assert all(one.agreed and one.engines == ENGINES for one in found.values())
    assert found["$.steps[0].config.expression"].compared == 2
    assert found["$.steps[3].config.do[0].config.expression"].compared == 4
    first = places_of(document)[0].expression
    assert not first.accelerated  # it is the worker's to trust the proof
    first.trust(found["$.steps[0].config.expression"])
    assert first.accelerated


def test_what_no_message_reached_is_not_proven() -> None:
    found = proofs(flow(), message(answers=[]))
    assert found['$.steps[1].config.arguments.n[0]["$expr"]'].agreed
    assert not found["$.steps[2].config.cases[0].when"].agreed
    assert found["$.steps[2].config.cases[0].when"].reason == "No sample could be compared."


def test_messages_that_do_not_fit_hurt_nobody() -> None:
    found = proofs(flow(), message(document="text", parsed=None), message(document={"lines": 1}), message())
    assert found["$.steps[0].config.expression"].agreed


def test_without_time_nothing_is_proven() -> None:
    assert not any(one.agreed for one in proofs(flow(), message(), seconds=-1).values())


def test_a_disagreement_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    true = fast.evaluate

    def wrong(translation: Any, *given: Any) -> JSON:
        value = true(translation, *given)
        return value + 0.01 if "total" in translation.source and isinstance(value, float) else value

    monkeypatch.setattr(fast, "evaluate", wrong)
    found = proofs(flow(), message())
    bad = found.pop('$.steps[1].config.arguments.n[0]["$expr"]')
    assert bad.demoted == "the engines disagree on a message" and not bad.agreed
    assert bad.reason == "Not accelerated: the engines disagree on a message."
    assert all(one.agreed for one in found.values())


def test_it_is_proven_in_a_process_of_its_own() -> None:
    document = flow()
    before = isolated.pool.pids()
    found = prove_isolated(content_hash(document), document, [message()], 120)
    assert len(found) == 9 and all(one.agreed for one in found)
    assert set(isolated.pool.pids()) <= set(before)
    source = document["steps"][0]["config"]["expression"]
    expression = compile_expression(source)
    expression.trust(next(one for one in found if one.source_hash == expression.source_hash))
    assert expression.accelerated


def test_the_replay_calls_nobody() -> None:
    """A call that has no captured answer fails there; its error edge goes on."""
    document = flow()
    document["edges"].append({"from": "send", "to": "stop", "port": "error", "when": "error.code != ''"})
    found = proofs(document, message(answers=[]))
    assert found["$.edges[5].when"].agreed


def test_the_records_of_a_batch_are_mapped_and_its_summary_is_kept() -> None:
    mark = f"/* {next(_unique)} */"
    config = {
        "source": {"kind": "list", "items": "lines"},
        "expression": f"sku & '!' {mark}",
        "target": {**_call(f"$count($) {mark}")},
    }
    document = flow(
        steps=[
            {"id": "all", "kind": "batch", "config": config},
            {"id": "after", "kind": "map", "config": {"expression": f"sent {mark}"}},
        ],
        edges=[{"from": "trigger", "to": "all"}, {"from": "all", "to": "after"}],
        keys={},
    )
    found = proofs(document, message(answers=[("all", -1, {"sent": 2})]))
    assert {path: one.compared for path, one in found.items()} == {
        "$.steps[0].config.source.items": 0,
        "$.steps[0].config.expression": 2,
        '$.steps[0].config.target.arguments.n[0]["$expr"]': 0,
        "$.steps[1].config.expression": 1,
    }


def test_the_input_itself_is_passed_on_and_needs_no_proof() -> None:
    document = flow()
    document["steps"][1]["config"] = _call(" $ ")
    assert [place.step for place in places_of(document)][:2] == ["map", "big"]
