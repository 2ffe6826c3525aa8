"""What a transaction that stays open costs: ``python -m tests.benchmarks.open_transaction``.

A snapshot is held open for half an hour, so that nothing that leaves the queue meanwhile can be vacuumed
away, while a million executions go through a whole Fairlead at an even pace. Told, again and again: how large
the queue's table and indexes are, and within which time executions ended. Then the snapshot is closed, and it
is told what was made free again, and what further executions take.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks import fairlead, measure
from tests.benchmarks.processes import counting_target, end_in_order

CLIENTS = 8
PORTIONS = 20
VACUUM_S = 180
AFTER = 60_000
_SIZE = """
SELECT pg_table_size('queue') / 1e6, pg_indexes_size('queue') / 1e6,
       (SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'queue')"""
_TOOK = """
SELECT percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (
           ORDER BY extract(epoch FROM o.finished_at - e.received_at))
FROM execution e JOIN outcome o ON o.execution_id = e.id WHERE e.received_at >= %s"""


@dataclass(frozen=True, slots=True)
class Reading:
    """After so many executions: megabytes of the queue, dead rows as PostgreSQL counts them, milliseconds
    within which half and 99 % of the last portion ended."""

    minutes: float
    executions: int
    table_mb: float
    indexes_mb: float
    dead_rows: int
    half_ms: float
    most_ms: float


class Bench:
    """Loads one installation in portions, and reads after each."""

    def __init__(self, up: fairlead.Running) -> None:
        self._up = up
        self._address, _ = up.database()
        self._began = time.monotonic()
        self._sent = 0

    def portion(self, count: int, per_s: float) -> Reading:
        """Sends so many at this pace (0: as fast as they are taken), waits for their end and reads."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            begin = _one(connection, "SELECT clock_timestamp()")[0]
            measure.send([self._up.hook], self._up.token, count, CLIENTS, first=self._sent, per_s=per_s)
            measure.settle(self._up.accounting)
            self._sent += count
            return self._read(connection, begin)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Holds back vacuum for as long as the block lasts, as a dump does."""
        with psycopg.connect(self._address) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            connection.execute("SELECT count(*) FROM queue")
            yield
            connection.rollback()

    def vacuumed(self) -> tuple[float, float]:
        """Megabytes of table and indexes, once autovacuum has done its work."""
        end = time.monotonic() + VACUUM_S
        with psycopg.connect(self._address, autocommit=True) as connection:
            table, indexes, dead = _one(connection, _SIZE)
            while dead > AFTER / 10 and time.monotonic() < end:
                time.sleep(2)
                table, indexes, dead = _one(connection, _SIZE)
        return float(table), float(indexes)

    def _read(self, connection: psycopg.Connection[Any], begin: datetime) -> Reading:
        table, indexes, dead = _one(connection, _SIZE)
        half, most = _one(connection, _TOOK, begin)[0]
        minutes = (time.monotonic() - self._began) / 60
        return Reading(minutes, self._sent, float(table), float(indexes), dead, half * 1000, most * 1000)


def _one(connection: psycopg.Connection[Any], query: str, *parameters: object) -> tuple[Any, ...]:
    row = connection.execute(query, parameters).fetchone()
    if row is None:
        raise RuntimeError(f"No row came from: {query}")
    return tuple(row)


def run(bench: Bench, executions: int, minutes: float) -> dict[str, Any]:
    """Before, while the snapshot is open, and after."""
    portion = executions // PORTIONS
    readings = [_told(bench.portion(portion // 10, 0))]
    with bench.snapshot():
        readings += [_told(bench.portion(portion, executions / minutes / 60)) for _ in range(PORTIONS)]
    freed = bench.vacuumed()
    later = _told(bench.portion(AFTER, executions / minutes / 60))
    return {
        "readings": [asdict(one) for one in readings],
        "freed": {"table_mb": freed[0], "indexes_mb": freed[1]},
        "later": asdict(later),
    }


def _told(one: Reading) -> Reading:
    print(
        f"{one.minutes:5.1f} min {one.executions:>9,}: table {one.table_mb:6.1f} MB, "
        f"indexes {one.indexes_mb:6.1f} MB, dead {one.dead_rows:>9,}, "
        f"ended within {one.half_ms:.0f} ms, 99 % {one.most_ms:.0f} ms",
        flush=True,
    )
    return one


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.open_transaction", description=__doc__)
    parser.add_argument("--executions", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    end_in_order()
    with tempfile.TemporaryDirectory(prefix="fairlead-bench-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        with counting_target(work) as target, fairlead.running(work, target) as up:
            measure.end_to_end(up.hook, up.token, target, 500, CLIENTS, 20)
            found = run(Bench(up), asked.executions, asked.minutes)
    print(f"after the transaction: {found['freed']}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
