"""What an execution costs with a short history and with a long one: ``python -m tests.benchmarks.growth``.

Two installations stand side by side, five million executions behind one of them, and the same load is sent
to the one and to the other in turn. A machine that slows down for a while then slows both, and each pair of
turns tells the growth by itself. The cost is told by the rate, and by the processor time of all processes of
the installation for each execution. It takes about ten minutes and 10 GB.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from tests.benchmarks import fairlead, history, spending
from tests.benchmarks.processes import counting_target
from tests.benchmarks.spending import Run

COUNT = 10_000
TURNS = 9
Pair = tuple[Run, Run]
"""A turn with the short history and one with the long, one right after the other."""


def lengthen(up: fairlead.Running, executions: int) -> None:
    """Puts so many executions of other flows behind those that are there."""
    address, _ = up.database()
    with psycopg.connect(address) as connection:
        history.fill(connection, history.Plan(executions, open=0))


def warm(up: fairlead.Running, target: str) -> None:
    """One load that is not counted, and nothing left to be done about what is there: what came over half a
    year was vacuumed on the way. Each page that is first written after a checkpoint costs more, so both
    installations have one before."""
    spending.load(up, target, COUNT)
    address, _ = up.database()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
    spending.load(up, target, COUNT)


def pairs(short: fairlead.Running, long: fairlead.Running, target: str, turns: int) -> list[Pair]:
    """Who goes first changes from pair to pair."""
    found: list[Pair] = []
    for number in range(turns):
        order = (short, long) if number % 2 == 0 else (long, short)
        first, second = (spending.load(up, target, COUNT) for up in order)
        found.append((first, second) if order[0] is short else (second, first))
        print(
            f"pair {number + 1} of {turns}: {found[-1][0].cpu_ms:.3f} and {found[-1][1].cpu_ms:.3f} ms",
            file=sys.stderr,
        )
    return found


def figures(found: Sequence[Pair], executions: int) -> dict[str, Any]:
    """Growth in percent of the processor time, which counts, and of the time by the clock: of the pair in
    the middle, with the quarters around it."""
    grown = sorted(100 * (long.cpu_ms / short.cpu_ms - 1) for short, long in found)
    slowed = sorted(100 * (short.rate / long.rate - 1) for short, long in found)
    quarter = len(grown) // 4
    shorts, longs = [short for short, _ in found], [long for _, long in found]
    return {
        "history": executions,
        "pairs": len(found),
        "cpu_growth_percent": median(grown),
        "cpu_growth_quarters": [grown[quarter], grown[-1 - quarter]],
        "time_growth_percent": median(slowed),
        "time_growth_quarters": [slowed[quarter], slowed[-1 - quarter]],
        "per_s_short": median(one.rate for one in shorts),
        "per_s_long": median(one.rate for one in longs),
        "spent_ms_short": _middle(shorts),
        "spent_ms_long": _middle(longs),
    }


def _middle(runs: Sequence[Run]) -> dict[str, float]:
    return {kind: round(median(one.spent[kind] for one in runs), 4) for kind in runs[0].spent}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--executions", type=int, default=5_000_000, help="length of the long history")
    parser.add_argument("--turns", type=int, default=TURNS, help="pairs of loads")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairlead-bench-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        places = [work / "short", work / "long"]
        for place in places:
            place.mkdir(mode=0o755)
        with (
            counting_target(work) as target,
            fairlead.running(places[0], target) as short,
            fairlead.running(places[1], target) as long,
        ):
            lengthen(long, asked.executions)
            for up in (short, long):
                warm(up, target)
            found = figures(pairs(short, long, target, asked.turns), asked.executions)
    for name, value in found.items():
        print(f"{name:<24}{value}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
