"""What an execution costs with a short history and with a long one: ``python -m tests.benchmarks.growth``.

The same load is sent to one installation before and after five million executions are put behind it. The
cost is told by the rate, and by the processor time of all processes for each execution, which other work on
the machine disturbs less. It takes about ten minutes and 10 GB.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from tests.benchmarks import fairlead, history, measure, spending
from tests.benchmarks.processes import counting_target
from tests.benchmarks.spending import CLIENTS, Run

COUNT = 10_000
TURNS = 3


def measured(up: fairlead.Running, target: str) -> list[Run]:
    """The same load several times, after one that warms everything up. Each page that is written for the
    first time after a checkpoint costs more, so there is one before both."""
    address, _ = up.database()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    measure.end_to_end(up.hook, up.token, target, COUNT, CLIENTS, 30)
    measure.settle(up.accounting)
    return [spending.load(up, target, COUNT) for _ in range(TURNS)]


def lengthen(up: fairlead.Running, executions: int) -> None:
    """Puts so many executions of other flows behind those that are there, and leaves nothing to be done about
    them: what came over half a year was vacuumed on the way."""
    address, _ = up.database()
    with psycopg.connect(address) as connection:
        history.fill(connection, history.Plan(executions, open=0))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def figures(short: list[Run], long: list[Run], executions: int) -> dict[str, Any]:
    """Growth in percent of the processor time, which counts, and of the time by the clock."""
    before, after = median(one.cpu_ms for one in short), median(one.cpu_ms for one in long)
    slow, fast = median(one.rate for one in long), median(one.rate for one in short)
    return {
        "history": executions,
        "cpu_ms_short": before,
        "cpu_ms_long": after,
        "cpu_growth_percent": 100 * (after / before - 1),
        "per_s_short": fast,
        "per_s_long": slow,
        "time_growth_percent": 100 * (fast / slow - 1),
        "spent_ms_short": short[-1].spent,
        "spent_ms_long": long[-1].spent,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--executions", type=int, default=5_000_000, help="length of the long history")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairlead-bench-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        with counting_target(work) as target, fairlead.running(work, target) as up:
            short = measured(up, target)
            lengthen(up, asked.executions)
            found = figures(short, measured(up, target), asked.executions)
    for name, value in found.items():
        print(f"{name:<24}{value}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
