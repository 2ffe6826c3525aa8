"""``load``: many records in one call, each with its own outcome.

Odoo stores all rows of a call or none, so a failing call is repeated without the records it names,
or in halves where it names none, until each bad record stands alone with its own message.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.catalog.odoo.api import Api
from connectors.catalog.odoo.errors import brief, is_conflict
from connectors.catalog.odoo.gate import Gate
from connectors.catalog.odoo.rows import Prepared
from connectors.sdk.errors import (
    ConfigurationError,
    ConnectorError,
    EgressRefused,
    PermanentError,
    RetryableError,
    Where,
)
from connectors.sdk.types import JSON

MAX_ROWS = 1_000
CONFLICT_TRIES = 4
CONFLICT_PAUSE_S = 0.05

Outcome = int | ConnectorError
"""The record's database id, or why it was not stored."""


@dataclass(frozen=True, slots=True)
class _Message:
    """What a failed ``load`` says of one row."""

    row: int | None
    text: str
    field: str


Failure = tuple[_Message, ...] | ConnectorError
"""Why a ``load`` stored nothing: messages on its rows, or an error of the whole call."""


class Loading:
    """Loads prepared records of one connection."""

    def __init__(self, api: Api, gate: Gate) -> None:
        self._api = api
        self._gate = gate

    async def load(self, model: str, records: Sequence[Prepared]) -> list[Outcome]:
        """One outcome per record, in order. Records with equal columns travel together, and equal
        records (the supplier of a hundred orders) as one."""
        states: dict[str, set[Prepared]] = {}
        for record in records:
            states.setdefault(record.identity, set()).add(record)
        # Two states of one record must both be written, in their order.
        places: dict[JSON, int] = {}
        distinct: list[Prepared] = []
        positions: list[int] = []
        for index, record in enumerate(records):
            key = record if len(states[record.identity]) == 1 else index
            if key not in places:
                places[key] = len(distinct)
                distinct.append(record)
            positions.append(places[key])
        outcomes = await self._load(model, distinct)
        return [outcomes[position] for position in positions]

    async def _load(self, model: str, records: Sequence[Prepared]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        for chunk in _chunks(records):
            part = [records[index] for index in chunk]
            names = {f"{model}:{one}" for record in part for one in record.touches}
            async with self._gate.hold(names):
                found = await self._patiently(model, part)
            outcomes.update(zip(chunk, found, strict=True))
        return [outcomes[index] for index in range(len(records))]

    async def _patiently(self, model: str, records: Sequence[Prepared]) -> list[Outcome]:
        """Repeats at once what only lost a race; the last time apart, so that a record that loses
        too often is left to the engine alone."""
        outcomes = await self._split(model, records)
        for turn in range(1, CONFLICT_TRIES):
            lost = [index for index, one in enumerate(outcomes) if isinstance(one, _LostRace)]
            if not lost:
                break
            await asyncio.sleep(CONFLICT_PAUSE_S * 2**turn * random.uniform(0.5, 1.5))  # noqa: S311
            apart = turn == CONFLICT_TRIES - 1
            again = await self._split(model, [records[index] for index in lost], apart)
            for index, outcome in zip(lost, again, strict=True):
                outcomes[index] = outcome
        return outcomes

    async def _split(self, model: str, records: Sequence[Prepared], apart: bool = False) -> list[Outcome]:
        """Narrows a failing call down; ``apart`` does so for lost races, too."""
        outcomes: list[Outcome | None] = [None] * len(records)
        waiting = [list(range(len(records)))]
        while waiting:
            part = waiting.pop(0)
            found = await self._once(model, [records[index] for index in part])
            if isinstance(found, list):
                for index, stored in zip(part, found, strict=True):
                    outcomes[index] = stored
                continue
            named, rest = _blame(found, [len(records[index].rows) for index in part], apart)
            for position, error in named.items():
                outcomes[part[position]] = error
            waiting[:0] = [[part[position] for position in positions] for positions in rest]
        return [one if one is not None else _unknown() for one in outcomes]

    async def _once(self, model: str, records: Sequence[Prepared]) -> list[int] | Failure:
        """Ids, or what went wrong."""
        arguments: dict[str, JSON] = {
            "fields": list(records[0].columns),
            "data": [list(row) for record in records for row in record.rows],
        }
        if any(record.archived_relations for record in records):
            arguments["context"] = {"active_test": False}
        try:
            answer = await self._api.execute(model, "load", arguments, repeatable=True)
        except ConnectorError as error:
            return error
        return _read(answer, len(records))


class _LostRace(RetryableError):
    """Another change to the same record was faster."""


def _chunks(records: Sequence[Prepared]) -> list[list[int]]:
    """Positions of records that go into one call: equal columns, and not too many rows. The order
    of two states of one record is kept, since the calls follow one another."""
    chunks: list[list[int]] = []
    sizes: list[int] = []
    current: dict[tuple[tuple[str, ...], bool], int] = {}
    last: dict[str, int] = {}
    for index, record in enumerate(records):
        kind = (record.columns, record.archived_relations)
        place = current.get(kind)
        after = max((last.get(name, 0) for name in record.touches), default=0)
        if place is None or sizes[place] + len(record.rows) > MAX_ROWS or place < after:
            place = current[kind] = len(chunks)
            chunks.append([])
            sizes.append(0)
        chunks[place].append(index)
        sizes[place] += len(record.rows)
        last.update(dict.fromkeys(record.touches, place))
    return chunks


def _read(answer: JSON, count: int) -> list[int] | Failure:
    """``ids`` of a success; the messages of a failure, which comes with status 200 too."""
    if not isinstance(answer, dict):
        return PermanentError("Odoo answered load with something that is no result.")
    ids = answer.get("ids")
    if isinstance(ids, list) and len(ids) == count and ids:
        return [int(one) for one in ids]
    messages = [_message(one) for one in answer.get("messages") or () if isinstance(one, dict)]
    errors = tuple(one for one in messages if one is not None)
    return errors or PermanentError("Odoo stored nothing and did not say why.")


def _message(raw: Mapping[str, JSON]) -> _Message | None:
    if raw.get("type") == "warning":
        return None
    rows = raw.get("rows")
    row = rows.get("from") if isinstance(rows, dict) else raw.get("record")
    field = raw.get("field_name") or raw.get("field") or ""
    if isinstance(field, list):
        field = "/".join(str(one) for one in field)
    return _Message(row if isinstance(row, int) else None, str(raw.get("message", "")), str(field))


def _blame(
    failure: Failure, heights: Sequence[int], apart: bool
) -> tuple[dict[int, ConnectorError], list[list[int]]]:
    """Errors of the records that are to blame, by position, and the parts that are to be tried again."""
    count = len(heights)
    everything = list(range(count))
    halves = [everything[: count // 2], everything[count // 2 :]]
    if isinstance(failure, ConnectorError):
        concerns_all = isinstance(failure, RetryableError | ConfigurationError | EgressRefused)
        if count == 1 or concerns_all:
            return dict.fromkeys(everything, failure), []
        return {}, halves
    if count == 1:
        return {0: _row_error(failure[0])}, []
    if any(is_conflict(one.text) for one in failure):
        return ({}, halves) if apart else (dict.fromkeys(everything, _lost_race()), [])
    named = _named(failure, heights)
    if not named:
        return {}, halves
    rest = [position for position in everything if position not in named]
    return named, [rest] if rest else []


def _named(messages: tuple[_Message, ...], heights: Sequence[int]) -> dict[int, ConnectorError]:
    """The error of each record that a message points at. Empty where a message points nowhere."""
    owners = [position for position, height in enumerate(heights) for _ in range(height)]
    named: dict[int, ConnectorError] = {}
    for message in messages:
        if message.row is None or not 0 <= message.row < len(owners):
            return {}
        named.setdefault(owners[message.row], _row_error(message))
    return named


def _row_error(message: _Message) -> ConnectorError:
    if is_conflict(message.text):
        return _lost_race()
    return PermanentError(
        f"Odoo does not take the record: {brief(message.text)}",
        hint="Correct the mapping or the source's data, then redrive.",
        where=Where(path=message.field or None),
    )


def _lost_race() -> _LostRace:
    return _LostRace("Another change to the same record was faster (could not serialize access).")


def _unknown() -> ConnectorError:
    return PermanentError("Odoo stored nothing and did not say why.")
