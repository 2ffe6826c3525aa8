"""The control socket: how ``./run ctl`` talks to the supervisor. One line of JSON each way."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from console.embedded.child import ChildFailed, Condition
from console.embedded.state import State, StateError
from console.embedded.supervisor import Supervisor

_OPERATIONS = ("status", "stop", "start", "restart")
_ANSWER_SECONDS = 90.0


@asynccontextmanager
async def listening(state: State, supervisor: Supervisor) -> AsyncIterator[None]:
    """Answer commands on the control socket."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            reply = await _carry_out(supervisor, json.loads(await reader.readline()))
            writer.write(json.dumps(reply).encode() + b"\n")
            await writer.drain()
        finally:
            writer.close()

    state.control_socket.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(answer, str(state.control_socket))
    state.control_socket.chmod(0o600)
    try:
        yield
    finally:
        server.close()
        state.control_socket.unlink(missing_ok=True)


async def _carry_out(supervisor: Supervisor, asked: dict[str, str]) -> dict[str, Any]:
    try:
        if asked["operation"] == "status":
            return {"processes": supervisor.status()}
        return {"done": await supervisor.command(asked["operation"], asked["name"])}
    except (LookupError, ChildFailed) as failure:
        return {"error": str(failure.args[0])}


async def run(state: State, arguments: Sequence[str]) -> int:
    """The client's side: ``status``, or ``stop``, ``start`` and ``restart`` with names."""
    operation, *names = arguments or ("status",)
    if operation not in _OPERATIONS or (operation == "status") is bool(names):
        raise StateError("Usage: ./run ctl status | stop NAME… | start NAME… | restart NAME…")
    for name in names or [""]:
        reply = await _ask(state, {"operation": operation, "name": name})
        if "error" in reply:
            raise StateError(reply["error"])
        print(_table(reply["processes"]) if operation == "status" else reply["done"])
    return 0


async def _ask(state: State, question: dict[str, str]) -> dict[str, Any]:
    try:
        reader, writer = await asyncio.open_unix_connection(str(state.control_socket))
    except OSError:
        raise StateError(f"Fairlead does not run on {state.root}; ./run starts it.") from None
    writer.write(json.dumps(question).encode() + b"\n")
    async with asyncio.timeout(_ANSWER_SECONDS):
        line = await reader.readline()
    writer.close()
    reply: dict[str, Any] = json.loads(line or b'{"error": "The supervisor went away without an answer."}')
    return reply


async def servers_running(state: State) -> bool:
    """Whether a supervisor runs here and its database and broker, where it has its own, are up."""
    try:
        reply = await _ask(state, {"operation": "status", "name": ""})
    except StateError:
        return False
    conditions = {one["name"]: one["condition"] for one in reply.get("processes", ())}
    return all(conditions.get(name, Condition.RUNNING) == Condition.RUNNING for name in ("postgres", "redis"))


def _table(processes: Sequence[dict[str, Any]]) -> str:
    rows = [
        f"{one['name']:<16}{one['condition']:<20}{one['pid'] or '-':>8}{one['restarts']:>10}"
        f"{time.time() - one['since']:>9.0f} s"
        for one in processes
    ]
    return "\n".join([f"{'process':<16}{'condition':<20}{'pid':>8}{'restarts':>10}{'for':>11}", *rows])
