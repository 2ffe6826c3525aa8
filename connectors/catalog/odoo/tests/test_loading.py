"""Narrowing a failing ``load`` down, with answers that the sandbox does not give."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from connectors.catalog.odoo import loading
from connectors.catalog.odoo.gate import Gate
from connectors.catalog.odoo.loading import Loading
from connectors.catalog.odoo.rows import Prepared
from connectors.sdk.errors import ConfigurationError, PermanentError, RetryableError
from connectors.sdk.types import JSON

Answer = Callable[[list[str]], JSON]


class Scripted:
    """An Odoo that answers ``load`` by a rule over the names in the call."""

    def __init__(self, rule: Answer) -> None:
        self.rule = rule
        self.calls: list[list[str]] = []

    async def execute(
        self,
        model: str,
        method: str,
        arguments: Mapping[str, JSON],
        *,
        ids: Sequence[int] | None = None,
        repeatable: bool,
    ) -> JSON:
        names = [row[0] for row in arguments["data"] if row[0]]
        self.calls.append(names)
        return self.rule(names)

    async def version(self) -> str | None:
        return None

    async def close(self) -> None: ...


def record(name: str, height: int = 1) -> Prepared:
    rows = ((name, "x"), *(("", "y") for _ in range(height - 1)))
    return Prepared(name, ("id", "lines/name"), rows, frozenset({name}))


def stored(names: list[str]) -> JSON:
    return {"ids": [int(one[1:]) for one in names], "messages": [], "nextrow": 0}


def refused(**message: JSON) -> JSON:
    return {"ids": False, "messages": [{"type": "error", "message": "bad", **message}]}


async def load(rule: Answer, records: Sequence[Prepared]) -> tuple[list[loading.Outcome], Scripted]:
    api = Scripted(rule)
    return await Loading(api, Gate()).load("m", records), api


NAMES = [record(f"r{number}") for number in range(1, 65)]


async def test_without_row_numbers_the_call_is_halved() -> None:
    outcomes, api = await load(lambda names: refused() if "r23" in names else stored(names), NAMES)
    assert [number for number, one in enumerate(outcomes, 1) if one != number] == [23]
    assert isinstance(outcomes[22], PermanentError)
    assert len(api.calls) <= 2 * 6 + 1


async def test_an_error_of_the_whole_call_is_halved_too() -> None:
    def rule(names: list[str]) -> JSON:
        if {"r1", "r64"} & set(names):
            raise PermanentError("Odoo refused m.load: invalid value")
        return stored(names)

    outcomes, _ = await load(rule, NAMES)
    assert [number for number, one in enumerate(outcomes, 1) if one != number] == [1, 64]


@pytest.mark.parametrize("error", [RetryableError("away"), ConfigurationError("no right")])
async def test_what_concerns_all_is_not_halved(error: Exception) -> None:
    def rule(names: list[str]) -> JSON:
        raise error

    outcomes, api = await load(rule, NAMES)
    assert outcomes == [error] * 64
    assert len(api.calls) == 1


async def test_a_message_on_a_line_blames_its_record() -> None:
    records = [record("r1", 3), record("r2", 2), record("r3", 4)]

    def rule(names: list[str]) -> JSON:
        return refused(rows={"from": 4, "to": 4}, field="lines") if "r2" in names else stored(names)

    outcomes, api = await load(rule, records)
    assert isinstance(outcomes[1], PermanentError)
    assert (outcomes[0], outcomes[2]) == (1, 3)
    assert api.calls == [["r1", "r2", "r3"], ["r1", "r3"]]


async def test_a_record_that_always_loses_its_race_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "CONFLICT_PAUSE_S", 0.0)
    lost = refused(message="could not serialize access due to concurrent update", record=0)
    outcomes, _ = await load(lambda names: lost if "r5" in names else stored(names), NAMES)
    assert [number for number, one in enumerate(outcomes, 1) if one != number] == [5]
    assert isinstance(outcomes[4], RetryableError)


async def test_many_rows_are_spread_over_calls() -> None:
    outcomes, api = await load(stored, [record(f"r{number}", 300) for number in range(1, 11)])
    assert outcomes == list(range(1, 11))
    assert [len(one) for one in api.calls] == [3, 3, 3, 1]


@pytest.mark.parametrize("answer", [None, [], {"ids": []}, {"ids": False, "messages": []}, {"ids": [1, 2]}])
async def test_an_answer_that_makes_no_sense_is_an_error(answer: JSON) -> None:
    outcomes, _ = await load(lambda names: answer, [record("r1")])
    assert isinstance(outcomes[0], PermanentError)
