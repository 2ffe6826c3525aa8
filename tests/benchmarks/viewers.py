"""What live pages cost the work that they show: the same load without and with viewers, by turns.

Part of ``./run bench``; alone: ``python -m tests.benchmarks.viewers [--viewers N] [--json FILE]``.
Half of the viewers follow the list of executions, half the wall. A few of them judge: after the stream
their pages must show what the REST API answers, and no viewer may miss a frame.

The cost is told twice: by the rates, as a person would notice it, and by the processor time of all of
Fairlead's processes for each execution, which other work on the machine disturbs less.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from tests.benchmarks import fairlead, measure, spending
from tests.benchmarks.processes import counting_target, python
from tests.benchmarks.spending import CLIENTS, PATIENCE_S, Run

VIEWERS = 500
JUDGES = 6
COUNT = 5_000
TURNS = 5
NEWEST = 50


@dataclass(frozen=True, slots=True)
class Measured:
    """``right_within_s``: from the end of the last execution, or None where a page stayed wrong."""

    viewers: int
    without: list[Run]
    watched: list[Run]
    right_within_s: float | None
    frames: int
    bytes: int
    gaps: int
    lost: int

    @property
    def cost_percent(self) -> float:
        return 100 * (1 - median(run.rate for run in self.watched) / median(run.rate for run in self.without))

    @property
    def cpu_percent(self) -> float:
        """What an execution takes more of the processors while it is watched."""
        before = median(run.cpu_ms for run in self.without)
        return 100 * (median(run.cpu_ms for run in self.watched) / before - 1)

    @property
    def machine_percent(self) -> float:
        """The part of all processors that the web process spends on them."""
        more = median(run.web_ms for run in self.watched) - median(run.web_ms for run in self.without)
        per_s = more * median(run.rate for run in self.watched)
        return per_s / 10 / (psutil.cpu_count() or 1)

    def figures(self) -> dict[str, Any]:
        return {
            "viewers": self.viewers,
            "viewers_cost_percent": self.cost_percent,
            "viewers_cpu_percent": self.cpu_percent,
            "viewers_machine_percent": self.machine_percent,
            "viewers_right_within_s": self.right_within_s,
            "viewers_frames": self.frames,
            "viewers_bytes": self.bytes,
            "viewers_gaps": self.gaps,
            "viewers_lost": self.lost,
            "viewers_web_ms": median(run.web_ms for run in self.watched),
            "viewers_web_ms_without": median(run.web_ms for run in self.without),
            "viewers_spent_ms": self.watched[-1].spent,
            "viewers_spent_ms_without": self.without[-1].spent,
            "viewers_per_s": median(run.rate for run in self.watched),
            "viewers_per_s_without": median(run.rate for run in self.without),
        }


class Crowd:
    """The process in which the viewers are."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self._child = child

    def ask(self, word: str) -> Any:
        assert self._child.stdin is not None and self._child.stdout is not None
        self._child.stdin.write(f"{word}\n")
        self._child.stdin.flush()
        return json.loads(self._child.stdout.readline())


@contextmanager
def watching(up: fairlead.Running, viewers: int) -> Iterator[Crowd]:
    url = up.installation.base_url.replace("http", "ws", 1) + "/ws/live/"
    command = python("tests.benchmarks.viewer_crowd", url, up.token, viewers, min(JUDGES, viewers))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            if child.stdout.readline().strip() != '"ready"':
                raise RuntimeError("The viewers did not come in; see what their process printed.")
            yield Crowd(child)
        finally:
            child.terminate()


def measure_viewers(
    up: fairlead.Running, target: str, viewers: int = VIEWERS, count: int = COUNT, turns: int = TURNS
) -> Measured:
    """Loads without and with viewers by turns, so that what else the machine does meets both."""
    without, watched, sums, right = [], [], [], []
    for _ in range(turns):
        without.append(spending.load(up, target, count))
        with watching(up, viewers) as crowd:
            watched.append(spending.load(up, target, count, settle=False))
            right.append(_right_within(up, crowd))
            sums.append(crowd.ask("end"))
    total = {name: sum(one[name] for one in sums) for name in sums[0]}
    slowest = None if None in right else max(one for one in right if one is not None)
    return Measured(viewers, without, watched, slowest, **total)


def _right_within(up: fairlead.Running, crowd: Crowd) -> float | None:
    """Seconds from the end of the last execution until every judge's page shows it all."""
    ended = _ended(up)
    answers = _answers(up)
    while time.monotonic() - ended < PATIENCE_S:
        shown = crowd.ask("state")["shown"]
        seen = time.monotonic()
        if all(page == answers[topic] for topic, page in shown):
            return seen - ended
        time.sleep(0.02)
    return None


def _ended(up: fairlead.Running) -> float:
    """When the last execution was found to have ended. The moment before the question counts, so
    what is measured is rather too long than too short."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        asked = time.monotonic()
        if not up.accounting()["open"]:
            return asked
        time.sleep(0.02)
    raise RuntimeError("The executions did not end.")


def _answers(up: fairlead.Running) -> dict[str, Any]:
    """What a page must show, by its topic."""
    rows = up.get(f"/api/v1/executions/?limit={NEWEST}")["results"]
    return {
        "executions": [[row["id"], row["status"]] for row in rows[:NEWEST]],
        "wall": up.accounting(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=VIEWERS)
    parser.add_argument("--count", type=int, default=COUNT, help="executions of each load")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairlead-bench-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        with counting_target(work) as target, fairlead.running(work, target) as up:
            measure.end_to_end(up.hook, up.token, target, 500, CLIENTS, 20)
            found = measure_viewers(up, target, asked.viewers, asked.count, asked.turns)
    figures = found.figures()
    for name, value in figures.items():
        print(f"{name:<28}{value}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
