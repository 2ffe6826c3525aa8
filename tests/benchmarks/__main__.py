"""``./run bench``: measures this machine, prints a table, writes JSON where asked.

Everything runs on the loopback, one after the other, in one run: PostgreSQL's own limit, Fairlead,
Node-RED with the same flow where it can be installed, and n8n where it was asked for.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks import batch, fairlead, intake, measure, peers, report, viewers
from tests.benchmarks.processes import counting_target, end_in_order, memory_mb

CLIENTS = 32
TURNS = 3
"""The load end to end is sent so often, and the median counts: of each side the same."""
MORE = 10_000
"""So many executions more, and memory is read once again: it is to be the same."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="messages of each measurement")
    parser.add_argument("--executions", type=int, default=50_000, help="executions before memory is read")
    parser.add_argument("--records", type=int, default=batch.ROWS, help="rows of the batch's file")
    parser.add_argument("--viewers", type=int, default=viewers.VIEWERS, help="live pages that look on")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument(
        "--peer",
        action="append",
        choices=list(peers.PEERS),
        default=[peers.ALWAYS],
        help=f"also measure this one; {peers.ALWAYS} always is",
    )
    parser.add_argument(
        "--peers", type=Path, default=Path(".fairlead/peers"), help="where the peers are kept"
    )
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="fairlead-bench-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        with counting_target(work) as target:
            figures = of_fairlead(asked, work, target)
            load = peers.Load(asked.count, CLIENTS, TURNS)
            for name in dict.fromkeys(asked.peer):
                figures |= peers.of_peer(name, load, asked.peers, work, target, say)
    figures |= peers.ratios(figures)
    show(figures)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


def of_fairlead(asked: argparse.Namespace, work: Path, target: str) -> dict[str, Any]:
    with fairlead.running(work, target) as up:
        say("warming up")
        measure.end_to_end(up.hook, up.token, target, 500, CLIENTS, 20)
        say("idle latency")
        idle = measure.idle_latency(up.hook, up.token, target, 40)
        say(f"end to end, {TURNS} times {asked.count} messages")
        whole = measure.median_of(TURNS, lambda: end_to_end(asked, up, target))
        say(f"intake beside PostgreSQL's own limit, {TURNS} times {asked.count} messages")
        accepted = intake.measure_intake(up, work, asked.count, CLIENTS, TURNS)
        say(f"batch, {asked.records} records of a file")
        carried = batch.measure(up, work, asked.records)
        say("memory")
        rest = asked.executions - up.accounting()["accepted"]
        if rest > 0:
            measure.end_to_end(up.hook, up.token, target, rest, CLIENTS, 60)
        measure.settle(up.accounting)
        memory = memory_mb(up.installation.pid)
        measure.end_to_end(up.hook, up.token, target, MORE, CLIENTS, 60)
        measure.settle(up.accounting)
        later = memory_mb(up.installation.pid)
        say(f"{asked.viewers} live pages")
        watched = viewers.measure_viewers(up, target, asked.viewers)
        account = up.accounting()
    return {
        **intake.figures(accepted),
        "end_to_end_per_s": whole.rate,
        "end_to_end_arrived": whole.arrived,
        "end_to_end_distinct": whole.distinct,
        "idle_median_ms": idle,
        "batch_records_per_s": carried.per_s,
        "batch_rss_mb": carried.worker_mb,
        "batch_records": carried.succeeded,
        "batch_distinct": carried.distinct,
        **watched.figures(),
        "rss_mb": memory,
        "rss_later_mb": later,
        "accounting": account,
    }


def end_to_end(asked: argparse.Namespace, up: fairlead.Running, target: str) -> measure.EndToEnd:
    """One load, through to the last result in the database."""
    whole = measure.end_to_end(up.hook, up.token, target, asked.count, CLIENTS, 30)
    measure.settle(up.accounting)
    return whole


def show(figures: dict[str, Any]) -> None:
    say(report.machine())
    print(report.table(report.rows(figures)))


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    end_in_order()
    sys.exit(main())
