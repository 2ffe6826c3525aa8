"""Partitions: made ahead, also beside rows that came too early; dropped whole, never an open one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from flows.store import partitions
from flows.store.cursors import fetch
from flows.store.listing import floor_of
from flows.store.partitions import CLASSES, Kept, Partition
from tests import factories
from tests.factories import Cast

LONG_AGO = timedelta(days=200)


def old_week(data_class: str) -> list[Partition]:
    """The partitions of the week long ago, made here."""
    moment = datetime.now(UTC) - LONG_AGO
    fetch("SELECT fairlead_make_partitions(%s, %s)", [moment, moment])
    one = floor_of(moment)
    return [found for found in partitions.of_class(data_class) if found.low <= one < found.high]


def id_long_ago() -> UUID:
    return UUID(int=floor_of(datetime.now(UTC) - LONG_AGO).int | (uuid4().int & (2**62 - 1)))


def age(execution: UUID, to: UUID) -> UUID:
    """Gives an execution an id of another time, in every table."""
    for table in ("queue", "execution", "payload", "outcome", "business_key", "dead_letter", "step_attempt"):
        key = "id" if table == "execution" else "execution_id"
        fetch(f"UPDATE {table} SET {key} = %s WHERE {key} = %s", [to, execution])
    return to


@pytest.fixture
def week(cast: Cast) -> Iterator[list[Partition]]:
    yield old_week("facts")
    for data_class in CLASSES:
        for one in old_week(data_class):
            fetch(f'DROP TABLE "{one.name}"')


def test_new_rows_go_to_partitions_made_ahead(cast: Cast) -> None:
    assert partitions.ensure() == 0
    assert partitions.ensure(70) > 0
    factories.published(cast.analyst)
    factories.started(cast.analyst)
    assert fetch("SELECT count(*) FROM ONLY execution_default") == [(0,)]


def test_rows_that_came_before_their_partition_move_into_it(cast: Cast) -> None:
    factories.published(cast.analyst)
    one = age(factories.started(cast.analyst), id_long_ago())
    assert fetch("SELECT count(*) FROM execution_default") == [(1,)]
    try:
        assert {found.parent for found in old_week("facts")} == set(CLASSES["facts"])
        assert fetch("SELECT count(*) FROM execution_default") == [(0,)]
        assert fetch("SELECT count(*) FROM payload_default") == [(0,)]
        assert fetch("SELECT id FROM execution") == [(one,)]
    finally:
        for name in CLASSES:
            for found in old_week(name):
                fetch(f'DROP TABLE "{found.name}"')


def test_a_week_is_dropped_whole_and_its_space_returned(cast: Cast, week: list[Partition]) -> None:
    factories.published(cast.analyst)
    one = age(factories.started(cast.analyst), id_long_ago())
    fetch("DELETE FROM queue")
    fetch("INSERT INTO outcome (execution_id, flow_id, status) SELECT id, flow_id, 'dead' FROM execution")
    fetch(
        "INSERT INTO dead_letter (execution_id, flow_id, round, step, code, message, fingerprint)"
        " SELECT id, flow_id, 0, '', 'c', 'm', 'f' FROM execution WHERE id = %s", [one],
    )  # fmt: skip
    before = fetch("SELECT pg_database_size(current_database())")[0][0]
    assert partitions.drop(week) is None
    assert fetch("SELECT count(*) FROM execution") == [(0,)]
    assert fetch("SELECT count(*) FROM dead_letter") == [(0,)]
    assert fetch("SELECT pg_database_size(current_database())")[0][0] < before
    assert not {found.name for found in partitions.of_class("facts")} & {found.name for found in week}


def test_a_week_with_an_open_execution_stays(cast: Cast, week: list[Partition]) -> None:
    factories.published(cast.analyst)
    age(factories.started(cast.analyst), id_long_ago())
    assert partitions.drop(week) == Kept(open=1)
    assert fetch("SELECT count(*) FROM execution") == [(1,)]


def test_of_several_at_once_one_drops_and_the_others_do_no_harm(cast: Cast, week: list[Partition]) -> None:
    assert partitions.drop(week) is None
    assert partitions.drop(week) is None
