"""Intake alone, beside PostgreSQL's own limit; by turns, so that neither gets the better moments."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import fairlead, measure, pgbench

PGBENCH_S = 5
BOTH_DOORS_SHARE = 3
"""Both doors get this part of the messages: it is a figure beside the others."""
FIRST = 1_000_000
_APART = 1_000_000


@dataclass(frozen=True, slots=True)
class Turn:
    """``limit``: rows a second by pgbench. ``one`` and ``both`` are what the load generator measured at
    the console's own address and at both doors of the installation."""

    limit: float
    one: dict[str, Any]
    both: dict[str, Any]


def measure_intake(up: fairlead.Running, work: Path, count: int, clients: int, turns: int) -> Sequence[Turn]:
    """So many turns of ``count`` messages, with the worker stopped."""
    url, binaries = up.database()
    found = []
    up.installation.command("ctl", "stop", "worker")
    try:
        for number in range(turns):
            limit = pgbench.inserts_per_second(url, binaries, work, clients, PGBENCH_S)
            first = FIRST + 2 * number * _APART
            one = measure.send([up.hook], up.token, count, clients, first)
            doors = [up.hook, up.intake_hook]
            both = measure.send(doors, up.token, count // BOTH_DOORS_SHARE, clients, first + _APART)
            found.append(Turn(limit, one, both))
    finally:
        up.installation.command("ctl", "start", "worker")
        measure.settle(up.accounting)  # what comes next is measured alone
    return found


def figures(turns: Sequence[Turn]) -> dict[str, Any]:
    """Medians over the turns; the ratio is taken within each."""
    median = statistics.median
    return {
        "pgbench_per_s": median(turn.limit for turn in turns),
        "intake_per_s": median(turn.one["rate"] for turn in turns),
        "intake_p99_ms": median(turn.one["p99_ms"] for turn in turns),
        "intake_statuses": [turn.one["statuses"] for turn in turns],
        "intake_vs_pgbench": median(turn.one["rate"] / turn.limit for turn in turns),
        "intake_both_doors_per_s": median(turn.both["rate"] for turn in turns),
        "intake_both_doors_vs_pgbench": median(turn.both["rate"] / turn.limit for turn in turns),
    }
