"""The fast engine in whole flows: proven at publication, trusted by workers, demoted for good at once."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.core.management import call_command

from connectors.sdk.types import JSON
from flows.engine.mapping import ENGINES, Expression, compile_expression, isolated
from flows.engine.mapping import lane as lanes
from flows.engine.mapping.direct import program as direct
from flows.engine.mapping.fast import engine as fast
from flows.engine.mapping.isolation import child
from flows.facade import acceleration, versions
from flows.facade.drain import versions as worker_versions
from flows.facade.intake import live as intake_live
from flows.store.database import ConnectOptions
from flows.store.models import MappingDemotion, VersionProofs
from flows.store.pool import Connections
from tests import factories
from tests.factories import FLOW, Api, Cast
from tests.integration.embedded_support import eventually
from tests.integration.runs_support import Target, call_step, chain, connect_to, drained, map_step, statuses

_unique = itertools.count()
MONEY = "{'id': id, 'net': $round(quantity * price, 2)}"
HALF_CENTS = {"id": "ORD-1", "quantity": 4.5, "price": 0.95}
"""4.275 in decimals, a little less as a double: 4.27, which the fast engine's own $round makes 4.28."""


def fresh(source: str) -> str:
    """A text of its own, since proofs and demotions are by text."""
    return f"{source} /* drain {next(_unique)} */"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proofs are made in this process, so that a test can plant a fault; none is kept from before."""
    monkeypatch.setattr(isolated, "ask", lambda request, limits, **_: child.answer(request))


@pytest.fixture
def wrong_money(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on whoever answers in the authority's place rounds by multiplying, as the fast engine
    does where nobody prevents it."""

    def wrong(true: Callable[..., JSON]) -> Callable[..., JSON]:
        def evaluate(expression: Any, data: Any, *given: Any) -> JSON:
            value = true(expression, data, *given)
            if isinstance(value, dict) and "net" in value and "price" in data:
                value["net"] = int(data["quantity"] * data["price"] * 100 + 0.5 + 1e-9) / 100
            return value

        return evaluate

    def break_it() -> None:
        for engine in (direct, fast):
            monkeypatch.setattr(engine, "evaluate", wrong(engine.evaluate))

    return break_it


@sync_to_async
def published(cast: Cast, target: Target, expression: str, connect: bool = True) -> None:
    if connect:
        connect_to(cast, target.address)
    factories.published(cast.analyst, **chain(map_step(expression), call_step()))


@sync_to_async
def started(cast: Cast, count: int = 1, document: JSON = HALF_CENTS) -> list[UUID]:
    return [factories.started(cast.analyst, FLOW, document) for _ in range(count)]


@sync_to_async
def standing(cast: Cast, number: int) -> dict[str, str]:
    """State by path, as the API tells it."""
    told = Api(cast.analyst)("GET", f"flows/{FLOW}/versions/{number}/").json()["acceleration"]
    return {one["path"]: one["state"] for one in told}


def of(expression: str) -> str:
    """The state in this process, as in a new one: a compiled expression remembers its trials."""
    return compile_expression(expression).acceleration


@sync_to_async
def demotions() -> list[tuple[str, str, int | None]]:
    return list(MappingDemotion.objects.values_list("step", "expression_hash", "version__number"))


async def test_messages_prove_the_next_version_and_the_worker_trusts_it(cast: Cast, target: Target) -> None:
    first, second = fresh("$"), fresh(MONEY)
    await published(cast, target, first)
    assert set((await standing(cast, 1)).values()) == {"on_trial"}
    await started(cast, 3)
    await drained()
    await published(cast, target, second, connect=False)
    assert await standing(cast, 2) == {
        "$.steps[0].config.expression": "accelerated",
        "$.keys.business.order": "accelerated",
    }
    await started(cast)
    assert not compile_expression(second).accelerated
    await drained()
    assert compile_expression(second).accelerated
    assert target.bodies[-1] == {"id": "ORD-1", "net": 4.27}


async def test_a_proof_for_other_engines_is_void(cast: Cast, target: Target) -> None:
    await published(cast, target, "$")
    await started(cast)
    await drained()
    second = fresh(MONEY)
    await published(cast, target, second, connect=False)

    @sync_to_async
    def age() -> None:
        row = VersionProofs.objects.get(version__number=2)
        row.proofs = [{**one, "engines": "jsonata-python 0.1, jsonatapy 0.1"} for one in row.proofs]
        row.save()

    await age()
    assert set((await standing(cast, 2)).values()) == {"on_trial"}
    await started(cast)
    await drained()
    assert of(second).startswith("on trial")


async def test_a_disagreement_at_publication_keeps_the_authority(
    cast: Cast, target: Target, wrong_money: Callable[[], None]
) -> None:
    await published(cast, target, "$")
    await started(cast, 2)
    await drained()
    wrong_money()
    second = fresh(MONEY)
    await published(cast, target, second, connect=False)
    state = await standing(cast, 2)
    assert state.pop("$.steps[0].config.expression") == "authority"
    assert set(state.values()) == {"accelerated"}
    assert ("map", Expression(second).source_hash, 2) in await demotions()
    await started(cast)
    await drained()
    assert target.bodies[-1]["net"] == 4.27


async def test_a_disagreement_at_run_time_demotes_for_good(
    cast: Cast, target: Target, wrong_money: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The money case: proven on whole cents, then an amount comes on which the engines differ."""
    monkeypatch.setattr(lanes, "SAMPLE_EVERY", 1)
    mapping = fresh(MONEY)
    await published(cast, target, "$")
    await started(cast, 2, {"id": "ORD-0", "quantity": 2, "price": 1.25})
    await drained()
    await published(cast, target, mapping, connect=False)
    wrong_money()
    await started(cast)
    await drained()
    assert await sync_to_async(statuses)() == {"succeeded": 3}
    assert target.bodies[-1] == {"id": "ORD-1", "net": 4.27}
    assert of(mapping) == "demoted: the engines disagree on a message"
    assert await sync_to_async(eventually)(MappingDemotion.objects.exists)
    assert await demotions() == [("map", Expression(mapping).source_hash, 2)]
    assert (await standing(cast, 2))["$.steps[0].config.expression"] == "authority"

    @sync_to_async
    def figures() -> str:
        return str(Api(cast.administrator)("GET", "/metrics").content.decode())

    assert f'fairlead_mapping_demotions_total{{flow="{FLOW}"}} 1.0' in await figures()


@pytest.mark.usefixtures("closing")
async def test_every_process_heeds_a_demotion(cast: Cast) -> None:
    """Another process came to it; here a worker and a door look at the database."""
    for made in (worker_versions.Versions, intake_live.LiveFlows):
        expression = Expression(fresh("a.b"))
        lane = expression.lane
        assert lane is not None
        lane.trials_left = 0
        assert expression.accelerated
        await sync_to_async(acceleration.record)(expression.source_hash, "the engines disagree on a message")
        connections = Connections(ConnectOptions("test"))
        reader = made(connections)
        if isinstance(reader, worker_versions.Versions):
            await reader.load([])
        else:
            with pytest.raises(Exception, match="There is no flow"):
                await reader.get("nothing")
        reader.close()
        await connections.close()
        assert expression.acceleration == "demoted: the engines disagree on a message"
        assert expression.evaluate({"a": {"b": 1}}) == 1
    assert [(step, version) for step, _, version in await demotions()] == [("", None), ("", None)]
    assert await sync_to_async(lambda: MappingDemotion.objects.all()[0].engines)() == ENGINES


async def test_publication_goes_on_where_nothing_can_be_proven(
    cast: Cast, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    await published(cast, target, "$")
    await started(cast)

    def busy(*_: object, **__: object) -> None:
        raise isolated.EvaluatorBusy("Other expressions are being evaluated.")

    monkeypatch.setattr(isolated, "ask", busy)
    await published(cast, target, fresh("$"), connect=False)
    shown = await sync_to_async(versions.show)(cast.analyst, FLOW, 2)
    assert {one.state for one in shown.acceleration} == {"on_trial"}


async def test_a_first_version_is_proven_when_messages_have_come(cast: Cast, target: Target) -> None:
    mapping = fresh(MONEY)
    await published(cast, target, mapping)
    prove_due = sync_to_async(acceleration.prove_due)
    assert await prove_due() == 0
    await started(cast)
    await drained()
    assert await prove_due() == 1
    assert await prove_due() == 0
    assert set((await standing(cast, 1)).values()) == {"accelerated"}

    @sync_to_async
    def told() -> str:
        out = StringIO()
        call_command("mappings", stdout=out)
        return out.getvalue()

    assert f"{FLOW}: 2 accelerated, 0 on trial, 0 authority" in await told()


@pytest.mark.usefixtures("closing")
async def test_demotions_are_kept_once_and_only_while_somebody_is_at_work(cast: Cast) -> None:
    connections = Connections(ConnectOptions("test"))
    worker, door = worker_versions.Versions(connections), intake_live.LiveFlows(connections)
    kept, late = fresh("a.b"), fresh("a.b")
    worker.close()
    worker.close()
    lanes.demote(kept, "the engines disagree on a message")
    await _demotion_threads_have_ended()
    door.close()
    lanes.demote(late, "the engines disagree on a message")
    assert not _demotion_threads()
    await connections.close()
    rows = await sync_to_async(
        lambda: list(MappingDemotion.objects.values_list("expression_hash", flat=True))
    )()
    assert rows == [Expression(kept).source_hash]


def _demotion_threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "fairlead-demotion"]


async def _demotion_threads_have_ended() -> None:
    for thread in _demotion_threads():
        await asyncio.to_thread(thread.join, 10)
