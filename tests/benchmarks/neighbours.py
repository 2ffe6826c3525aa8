"""What a flood of one flow costs another: ``python -m tests.benchmarks.neighbours``.

A neighbour gets a few events a second: alone, while another flow gets a hundred times as many, and at last
while that gets as many as 32 clients can send, which is more than the workers can do. Told is within which
time 99 % of the neighbour's executions ended, and of its requests were answered.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psycopg

from tests.benchmarks import fairlead, measure
from tests.benchmarks.order import order
from tests.benchmarks.processes import counting_target, end_in_order

SLUG = "neighbour"
PACES = (5, 10, 20)
SECONDS = 15
TURNS = 3
TIMES = 100
FLOOD_S = SECONDS + 3
BURST = 4_000
CLIENTS = 32
_TOOK = """
SELECT extract(epoch FROM o.finished_at - e.received_at)
FROM execution e JOIN outcome o ON o.execution_id = e.id JOIN flow f ON f.id = e.flow_id
WHERE f.slug = %s AND e.received_at >= %s"""


@dataclass(frozen=True, slots=True)
class Turn:
    """99 % of the answers and of the ends within so many milliseconds of the request's arrival."""

    answered_ms: float
    ended_ms: float


def prepare(up: fairlead.Running, target: str) -> str:
    """Publishes the neighbour with a connection of its own; the address of its hook."""
    document = json.loads(json.dumps(fairlead.flow()))
    document |= {"slug": SLUG, "name": "Neighbour"}
    document["steps"][1]["config"]["connection"] = SLUG
    up.connect(SLUG, target)
    up.publish(document)
    return up.hook.rsplit("/", 1)[0] + f"/{SLUG}"


def turn(up: fairlead.Running, hook: str, per_s: int) -> Turn:
    """Sends to the neighbour at its pace, and waits for the last end."""
    address, _ = up.database()
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
        begin = row[0] if row else None
        answered = _paced(up, hook, per_s)
        end = time.monotonic() + 60
        ended: list[float] = []
        while len(ended) < len(answered) and time.monotonic() < end:
            time.sleep(0.5)
            ended = [float(took) for (took,) in connection.execute(_TOOK, (SLUG, begin))]
    return Turn(_p99(answered) * 1000, _p99(ended) * 1000)


def _paced(up: fairlead.Running, hook: str, per_s: int) -> list[float]:
    headers = {"Authorization": f"Bearer {up.token}", "Content-Type": "application/json"}
    took, begin = [], time.perf_counter()
    for number in range(per_s * SECONDS):
        time.sleep(max(0.0, begin + number / per_s - time.perf_counter()))
        asked = time.perf_counter()
        with urllib.request.urlopen(urllib.request.Request(hook, order(number), headers), timeout=30):
            took.append(time.perf_counter() - asked)
    return took


def beside(up: fairlead.Running, hook: str, per_s: int, flood_per_s: int) -> Turn:
    """A turn while the other flow gets so many a second, or with 0 all that can be sent."""
    with flood(up, flood_per_s):
        time.sleep(2)
        found = turn(up, hook, per_s)
    measure.settle(up.accounting)
    return found


def round_of(up: fairlead.Running, hook: str) -> Iterator[tuple[str, Turn]]:
    """Each pace alone and beside its flood, the last also beside all that can be sent."""
    for per_s in PACES:
        yield f"{per_s}/s alone", turn(up, hook, per_s)
        yield f"{per_s}/s beside {per_s * TIMES}/s", beside(up, hook, per_s, per_s * TIMES)
    yield f"{PACES[-1]}/s beside all that can be sent", beside(up, hook, PACES[-1], 0)


@contextmanager
def flood(up: fairlead.Running, per_s: float) -> Iterator[None]:
    """Another flow gets so many events a second, or with 0 all that can be sent, for as long as the block
    lasts."""
    over = threading.Event()

    def send() -> None:
        while not over.is_set():
            measure.send([up.hook], up.token, int(per_s * FLOOD_S) or BURST, CLIENTS, per_s=per_s)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100)[98]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.neighbours", description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS)
    asked = parser.parse_args()
    end_in_order()
    with tempfile.TemporaryDirectory(prefix="fairlead-bench-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        with counting_target(work) as target, fairlead.running(work, target) as up:
            hook = prepare(up, target)
            measure.end_to_end(up.hook, up.token, target, 500, CLIENTS, 20)
            found: dict[str, list[Turn]] = {}
            for _ in range(asked.turns):
                for name, one in round_of(up, hook):
                    found.setdefault(name, []).append(one)
    for name, turns in found.items():
        answered = median(one.answered_ms for one in turns)
        ended = median(one.ended_ms for one in turns)
        print(f"{name}: 99 % answered within {answered:.0f} ms, ended within {ended:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
