"""What a load costs: its rate, and the processor time of each kind of process."""

from dataclasses import dataclass

import psutil

from tests.benchmarks import fairlead, measure

CLIENTS = 32
PATIENCE_S = 30
KINDS = {"console.asgi": "web", "postgres": "postgres", "celery": "worker", "redis": "redis"}
"""A word of the command line, and what the process is."""


@dataclass(frozen=True, slots=True)
class Run:
    """One load. ``spent``: milliseconds of the processors for each execution, by kind of process."""

    rate: float
    spent: dict[str, float]

    @property
    def cpu_ms(self) -> float:
        return sum(self.spent.values())

    @property
    def web_ms(self) -> float:
        return self.spent["web"]


def load(up: fairlead.Running, target: str, count: int, settle: bool = True) -> Run:
    """Sends ``count`` orders and waits for their arrival; with ``settle`` also for their last commit."""
    before = _spent(up)
    found = measure.end_to_end(up.hook, up.token, target, count, CLIENTS, PATIENCE_S)
    after = _spent(up)
    if settle:
        measure.settle(up.accounting)
    return Run(rate=found.rate, spent=_between(before, after, count))


def _spent(up: fairlead.Running) -> dict[tuple[str, int], float]:
    """Milliseconds of the processors so far, by kind and number of each process that runs."""
    spent: dict[tuple[str, int], float] = {}
    for one in psutil.Process(up.installation.pid).children(recursive=True):
        try:
            line = " ".join(one.cmdline())
            times = one.cpu_times()
        except psutil.Error:
            continue
        name = next((name for word, name in KINDS.items() if word in line), "others")
        spent[name, one.pid] = 1000 * (times.user + times.system)
    return spent


def _between(
    before: dict[tuple[str, int], float], after: dict[tuple[str, int], float], count: int
) -> dict[str, float]:
    """Milliseconds for each execution. What processes spent that have ended meanwhile is left out."""
    found = dict.fromkeys((*KINDS.values(), "others"), 0.0)
    for key, spent in after.items():
        found[key[0]] += (spent - before.get(key, 0.0)) / count
    return found
