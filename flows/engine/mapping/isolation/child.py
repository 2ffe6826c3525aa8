"""The evaluating process: takes one request after another, and ends when its parent does."""

import os
import queue
import resource
import select
import threading
import time
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

from flows.engine.mapping.errors import MappingError
from flows.engine.mapping.expression import compile_expression
from flows.engine.mapping.isolation.frames import ClosedError, receive, send
from flows.engine.mapping.limits import Limits

MEMORY_BYTES = 1 << 30
_IN, _OUT = 0, 1
_LOOK_FOR_PARENT_S = 1.0


def main() -> None:
    """Serve requests from standard input until it closes."""
    _confine()
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests, os.getppid()), daemon=True).start()
    send(_OUT, {"ready": os.getpid()})
    while True:
        send(_OUT, answer(requests.get()))


def _confine() -> None:
    """Bound what the process may take, whatever its own limits miss. The allocator of the accelerated
    engine has reserved address space by now, which is not memory and does not count."""
    reserved = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = reserved + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _read(requests: "queue.SimpleQueue[Any]", parent: int) -> None:
    """Pass requests on; the process ends at once when the parent is gone, even during an evaluation."""
    try:
        while os.getppid() == parent:
            ready, _, _ = select.select([_IN], [], [], _LOOK_FOR_PARENT_S)
            if ready:
                requests.put(receive(_IN))
    except (ClosedError, OSError):
        pass
    os._exit(0)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Serve one request; errors are told as data."""
    # The rest of the engine stands above mappings; only a process that needs it loads it.
    if request["task"] == "prove":
        return dict(import_module("flows.engine.proving").answer(request))
    if request["task"] == "step":
        return dict(import_module("flows.engine.separate").answer(request))
    return _evaluate(request)


def _evaluate(request: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(**{field.name: request["limits"][field.name] for field in fields(Limits)})
    try:
        expression = compile_expression(request["source"])
    except MappingError as error:
        return _told(error)
    expression.heed(request.get("standing"))
    started, used = time.perf_counter(), time.thread_time()
    try:
        reply = {"output": expression.evaluate(request["data"], request["bindings"], limits)}
    except MappingError as error:
        reply = _told(error)
    reply["duration_ms"] = round((time.perf_counter() - started) * 1000, 3)
    reply["processor_s"] = time.thread_time() - used
    reply["engine"] = "accelerated" if expression.accelerated else "python"
    reply["standing"] = expression.standing
    return reply


def _told(error: MappingError) -> dict[str, Any]:
    return {"error": {**error.to_json(), "reference": error.reference}}
