"""A file of suppliers into a bulk target: the rate from the first byte of the upload to the end of the
execution, and the most memory that the worker took meanwhile.

Part of ``./run bench``; alone: ``python -m tests.benchmarks.batch [--rows N] [--json FILE]``.
"""

import argparse
import json
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.benchmarks import fairlead
from tests.benchmarks.processes import counting_target, get_json

ROWS = 100_000
SLUG = "suppliers-file"
CONNECTION = "bulk-target"
PATIENCE_S = 180
EXPRESSION = """{
  "external_id": "sup_" & ref,
  "name": $trim(name),
  "email": $lowercase(email),
  "phone": phone,
  "vat": vat,
  "city": city,
  "country": {"code": country},
  "credit": $number(credit)
}"""
SCHEMA = {
    "type": "object",
    "required": ["external_id", "name"],
    "properties": {"name": {"type": "string", "minLength": 1}, "credit": {"type": "number", "minimum": 0}},
}


@dataclass(frozen=True, slots=True)
class Measured:
    """``per_s`` counts the upload in; ``worker_mb`` is the most that the worker's processes held
    together, shared pages once."""

    per_s: float
    worker_mb: float
    seconds: float
    succeeded: int
    effects: int
    distinct: int


def suppliers(rows: int) -> bytes:
    """A CSV of about 110 bytes a row."""
    head = "ref,name,email,phone,vat,street,city,country,credit\r\n"
    lines = (
        f"{number:07d}, Supplier {number} Ltd ,Post{number}@Example.test,+47 22 {number % 10**6:06d},"
        f'NO{number:09d}MVA,"Storgata {number % 200}, 2nd floor",City {number % 400},NO,{number % 50000}\r\n'
        for number in range(rows)
    )
    return (head + "".join(lines)).encode()


def flow() -> dict[str, object]:
    """File → map → check → bulk target."""
    target = {
        "connection": CONNECTION,
        "operation": "request",
        "arguments": {"method": "POST", "path": "/bulk", "json": {"$expr": "$"}},
    }
    load = {"source": {"kind": "file"}, "expression": EXPRESSION, "schema": SCHEMA, "target": target}
    return {
        "schema": "fairlead.flow/1",
        "slug": SLUG,
        "name": "Suppliers from a file",
        "trigger": {"kind": "api", "config": {}},
        "steps": [{"id": "load", "kind": "batch", "name": "Load", "config": load}],
        "edges": [{"from": "trigger", "to": "load"}],
        "latency": "batch",
    }


def measure(up: fairlead.Running, work: Path, rows: int = ROWS) -> Measured:
    """Runs the batch once in a running installation."""
    with counting_target(work, "bulk_target") as target:
        up.connect(CONNECTION, target)
        up.publish(flow())
        data = suppliers(rows)
        with _watching(up.installation.pid) as memory:
            began = time.time()
            execution = send(up, data)
            shown = wait(up, execution)
            seconds = time.time() - began
        state = get_json(f"{target}/count")
        [step] = [one for one in shown["steps"] if one["step"] == "load"]
        return Measured(
            per_s=state["distinct"] / seconds,
            worker_mb=memory[0],
            seconds=seconds,
            succeeded=step["output"]["succeeded"],
            effects=state["effects"],
            distinct=state["distinct"],
        )


def send(up: fairlead.Running, data: bytes) -> str:
    """Uploads the file; the execution's id."""
    headers = {
        "Authorization": f"Bearer {up.token}",
        "Content-Type": "text/csv",
        "Content-Disposition": 'attachment; filename="suppliers.csv"',
    }
    url = f"{up.installation.base_url}/api/v1/flows/{SLUG}/files/"
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=120) as answer:
        found: str = json.load(answer)["id"]
    return found


def wait(up: fairlead.Running, execution: str, patience_s: float = PATIENCE_S) -> Any:
    """The execution once it has ended."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        shown = up.get(f"/api/v1/executions/{execution}/")
        if shown["status"] not in ("queued", "running", "waiting", "retrying"):
            return shown
        time.sleep(0.1)
    raise RuntimeError(f"The batch did not end within {patience_s} s: {shown['status']}.")


@contextmanager
def _watching(supervisor: int) -> Iterator[list[float]]:
    """The most megabytes that the worker's processes held together."""
    most = [0.0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            most[0] = max(most[0], sum(_pss(one) for one in _workers(supervisor)) / 1e6)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def _workers(supervisor: int) -> list[psutil.Process]:
    family = psutil.Process(supervisor).children(recursive=True)
    return [one for one in family if _is_worker(one)]


def _is_worker(one: psutil.Process) -> bool:
    try:
        line = one.cmdline()
        return "celery" in line and "worker" in line
    except psutil.Error:
        return False


def _pss(one: psutil.Process) -> float:
    try:
        return float(one.memory_full_info().pss)
    except psutil.Error:
        return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairlead-bench-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        with fairlead.running(work, "http://127.0.0.1:9") as up:
            found = measure(up, work, asked.rows)
    print(found)
    if asked.json:
        figures = {"batch_records_per_s": found.per_s, "batch_rss_mb": found.worker_mb}
        asked.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
