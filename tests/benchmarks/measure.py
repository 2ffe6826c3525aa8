"""The single measurements: a load is sent, and the target is asked when the last one came."""

import json
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.processes import get_json, python


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """``rate``: executions a second from the first request to the last arrival at the target."""

    rate: float
    arrived: int
    distinct: int
    load: dict[str, Any]


def send(
    urls: Sequence[str], token: str, count: int, clients: int, first: int = 0, per_s: float = 0.0
) -> dict[str, Any]:
    """Runs the load generator, with its clients spread over the addresses, at most ``per_s`` messages a
    second where that is given; what it measured."""
    command = python("tests.benchmarks.load", ",".join(urls), token or "-", count, clients, first, per_s)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def end_to_end(url: str, token: str, target: str, count: int, clients: int, patience_s: float) -> EndToEnd:
    """Sends ``count`` orders and waits until they stand at the target, or nothing comes any more."""
    get_json(f"{target}/clear")
    load = send([url], token, count, clients)
    state = _wait(target, count, patience_s)
    seconds = state["last"] - load["begin"]
    return EndToEnd(state["count"] / seconds, state["count"], state["distinct"], load)


def median_of(turns: int, load: Callable[[], EndToEnd]) -> EndToEnd:
    """The turn in the middle, of an odd number of them; neighbours on the machine disturb single ones."""
    return sorted((load() for _ in range(turns)), key=lambda one: one.rate)[turns // 2]


def _wait(target: str, count: int, patience_s: float) -> Any:
    state, quiet_since = get_json(f"{target}/count"), time.monotonic()
    while state["count"] < count and time.monotonic() - quiet_since < patience_s:
        time.sleep(0.2)
        later = get_json(f"{target}/count")
        if later["count"] > state["count"]:
            quiet_since = time.monotonic()
        state = later
    return state


def idle_latency(url: str, token: str, target: str, times: int) -> float:
    """Median milliseconds from sending one order to its arrival, with nothing else under way."""
    taken: list[float] = []
    for number in range(times):
        get_json(f"{target}/clear")
        load = send([url], token, 1, 1, first=number)
        state = _wait(target, 1, 10)
        if state["count"] == 1:
            taken.append((state["last"] - load["begin"]) * 1000)
        time.sleep(0.05)
    return statistics.median(taken)


def settle(accounting: Callable[[], Mapping[str, int]], patience_s: float = 120) -> None:
    """Waits until nothing is open any more."""
    end = time.monotonic() + patience_s
    while accounting()["open"] and time.monotonic() < end:
        time.sleep(0.5)
