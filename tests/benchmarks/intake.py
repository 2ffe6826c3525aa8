"""Intake alone, beside PostgreSQL's own limit; by turns, so that neither gets the better moments."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import fairlead, measure, pgbench

PGBENCH_S = 5
ONE_DOOR_SHARE = 3
"""One door alone gets this part of the messages: it is a figure beside the others."""
FIRST = 1_000_000
_APART = 1_000_000


@dataclass(frozen=True, slots=True)
class Turn:
    """``limit``: rows a second by pgbench. ``both`` and ``one`` are what the load generator measured at
    both doors of the installation and at the web process alone."""

    limit: float
    both: dict[str, Any]
    one: dict[str, Any]


def measure_intake(up: fairlead.Running, work: Path, count: int, clients: int, turns: int) -> Sequence[Turn]:
    """So many turns of ``count`` messages, with the worker stopped."""
    url, binaries = up.database()
    found = []
    up.installation.command("ctl", "stop", "worker")
    try:
        for number in range(turns):
            limit = pgbench.inserts_per_second(url, binaries, work, clients, PGBENCH_S)
            first = FIRST + 2 * number * _APART
            both = measure.send([up.hook, up.intake_hook], up.token, count, clients, first)
            one = measure.send([up.hook], up.token, count // ONE_DOOR_SHARE, clients, first + _APART)
            found.append(Turn(limit, both, one))
    finally:
        up.installation.command("ctl", "start", "worker")
        measure.settle(up.accounting)  # what comes next is measured alone
    return found


def figures(turns: Sequence[Turn]) -> dict[str, Any]:
    """Medians over the turns; the ratio is taken within each."""
    median = statistics.median
    return {
        "pgbench_per_s": median(turn.limit for turn in turns),
        "intake_per_s": median(turn.both["rate"] for turn in turns),
        "intake_p99_ms": median(turn.both["p99_ms"] for turn in turns),
        "intake_statuses": [turn.both["statuses"] for turn in turns],
        "intake_vs_pgbench": median(turn.both["rate"] / turn.limit for turn in turns),
        "intake_one_door_per_s": median(turn.one["rate"] for turn in turns),
        "intake_one_door_vs_pgbench": median(turn.one["rate"] / turn.limit for turn in turns),
    }
