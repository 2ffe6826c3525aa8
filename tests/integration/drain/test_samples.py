"""Captured messages: what a step received in recent executions, and what it would receive."""

from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections

from tests import factories
from tests.factories import FLOW, Api, Cast
from tests.integration.runs_support import chain, drained, map_step

EACH = {
    "id": "each",
    "kind": "for_each",
    "name": "each",
    "config": {
        "items": "$document.lines[qty > $steps.least]",
        "do": [map_step("qty * 2", "double"), map_step("$ + $index", "number")],
    },
}
LINES = [{"qty": 1}, {"qty": 5}, {"qty": 7}]
REFUSING = {"id": "fits", "kind": "validate", "name": "fits", "config": {"schema": {"minimum": 0}}}


@sync_to_async
def started(cast: Cast, *steps: Any, **document: Any) -> None:
    factories.published(cast.analyst, FLOW, **chain(*steps))
    factories.started(cast.analyst, FLOW, document)


@sync_to_async
def asked(cast: Cast, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Api(cast.analyst)("GET", f"flows/{FLOW}/samples/?{query}").json()["results"]
    connections.close_all()
    return found


def triples(samples: list[dict[str, Any]]) -> list[tuple[Any, Any, Any]]:
    return [(one["input"], one["item"], one["index"]) for one in samples]


async def test_steps_of_a_for_each_have_its_items_for_samples(cast: Cast) -> None:
    await started(cast, map_step("least", "least"), EACH, id="1", least=2, lines=LINES)
    await drained()
    kept = list(enumerate(LINES[1:]))
    first = await asked(cast, "step=each.double")
    assert triples(first) == [(line, line, index) for index, line in kept]
    second = await asked(cast, "step=each.number")
    assert triples(second) == [(line["qty"] * 2, line, index) for index, line in kept]
    assert triples(await asked(cast, "step=each")) == [(2, None, None)]
    assert await asked(cast, "step=each.unknown") == []
    assert len(await asked(cast, "step=each.double&limit=1")) == 1


async def test_executions_that_never_came_so_far_are_no_samples(cast: Cast) -> None:
    steps = (map_step("total", "total"), REFUSING, map_step("$", "after"))
    await started(cast, *steps, total=-1)
    await started(cast, *steps, total=3)
    await drained()
    assert triples(await asked(cast, "step=after")) == [(3, None, None)]
    assert {one["input"] for one in await asked(cast, "step=fits")} == {3, -1}


async def test_a_step_only_drawn_gets_what_the_one_before_it_gave(cast: Cast) -> None:
    await started(cast, map_step("total * 2", "double"), id="1", total=4)
    await drained()
    assert triples(await asked(cast, "step=new&output_of=double")) == [(8, None, None)]
    assert triples(await asked(cast, "output_of=trigger")) == [({"id": "1", "total": 4}, None, None)]
    assert await asked(cast, "output_of=double&port=error") == []
    assert await asked(cast, "step=new") == []
