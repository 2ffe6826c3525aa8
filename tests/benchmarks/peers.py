"""The other products that get the same load, and what each reached."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import measure, n8n, nodered
from tests.benchmarks.node import NotInstallable
from tests.benchmarks.processes import NotStarted, free_ports

PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Peer:
    """``running`` takes the folder of installed peers, a work directory, the first of two ports and
    the target, and yields the webhook's address."""

    title: str
    running: Callable[[Path, Path, int, str], AbstractContextManager[str]]
    most: int | None = None
    """No more messages than these in one turn."""

    def count(self, asked: int) -> int:
        return asked if self.most is None else min(asked, self.most)


PEERS = {
    "nodered": Peer("Node-RED", nodered.running),
    "n8n": Peer("n8n", n8n.running, most=1_000),
}


ALWAYS = "nodered"


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent to each: so often so many messages by so many clients."""

    count: int
    clients: int
    turns: int


def of_peer(
    name: str, load: Load, folder: Path, work: Path, target: str, say: Callable[[str], None]
) -> dict[str, Any]:
    """Figures of one peer: its rate, executions a second, and how many arrived; None where it did not run."""
    peer = PEERS[name]
    count = peer.count(load.count)
    say(f"{peer.title}, {load.turns} times {count} messages")
    try:
        with peer.running(folder, work, free_ports(2), f"{target}/") as url:
            measure.end_to_end(url, "", target, min(500, count), load.clients, PATIENCE_S)
            whole = measure.median_of(
                load.turns,
                lambda: measure.end_to_end(url, "", target, count, load.clients, PATIENCE_S),
            )
    except (NotInstallable, NotStarted) as reason:
        say(f"{peer.title} is left out: {reason}")
        return {f"{name}_per_s": None}
    return {f"{name}_per_s": whole.rate, f"{name}_arrived": whole.arrived, f"{name}_sent": count}


def ratios(figures: Mapping[str, Any]) -> dict[str, float]:
    """How many times each peer's rate Fairlead reached."""
    return {
        f"end_to_end_vs_{name}": figures["end_to_end_per_s"] / figures[f"{name}_per_s"]
        for name in PEERS
        if figures.get(f"{name}_per_s")
    }
