"""The second half of ``./run``, in the virtual environment: start, manage and ctl."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from console.embedded import (
    banner,
    commands,
    control,
    environment,
    leftovers,
    options,
    ports,
    processes,
)
from console.embedded.child import ChildFailed
from console.embedded.output import Terminal
from console.embedded.postgres import Postgres
from console.embedded.state import State, StateBusy, StateError, open_state
from console.embedded.supervisor import Supervisor


async def start(asked: options.Options) -> int:
    """``./run``: everything up, until Ctrl-C or SIGTERM."""
    terminal = Terminal()
    state = open_state(asked.state_dir)
    with state.held():
        if ended := leftovers.end_all(state):
            terminal.say(f"Ended what an earlier run left behind: {', '.join(ended)}.")
        ports.require_free(asked)
        supervisor = Supervisor(state, terminal)
        stopping = _stop_on_signals(terminal, supervisor)
        try:
            async with control.listening(state, supervisor):
                await _until(stopping, _bring_up(asked, state, supervisor, terminal))
                await stopping.wait()
        finally:
            await supervisor.stop()
            terminal.say("Fairlead has stopped.")
    return 0


async def _bring_up(asked: options.Options, state: State, supervisor: Supervisor, terminal: Terminal) -> None:
    await _start_servers(state, supervisor)
    env = environment.of_commands(state, asked)
    await commands.labelled(terminal, "migrate", ["migrate", "--skip-checks", "--verbosity", "0"], env)
    await supervisor.start(processes.applications(state, asked))
    if asked.demo:
        terminal.line("demo", f"loading flows and sandbox systems for {', '.join(state.credentials)}")
        await commands.labelled(terminal, "demo", ["demo"], env)
    banner.show(terminal, state, asked)


async def _start_servers(state: State, supervisor: Supervisor) -> None:
    if environment.servers_given():
        return
    postgres = Postgres(state)
    await asyncio.to_thread(postgres.prepare)
    await supervisor.start(processes.servers(state))
    await asyncio.to_thread(postgres.create_database)


async def _until(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do ``work`` unless told to stop meanwhile."""
    working, told = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not working.done():
        working.cancel()
        await asyncio.wait({working})
    elif not working.cancelled():
        working.result()


def _stop_on_signals(terminal: Terminal, supervisor: Supervisor) -> asyncio.Event:
    """Set at the first Ctrl-C or SIGTERM; a second one ends the processes at once."""
    stopping = asyncio.Event()

    def stop() -> None:
        if stopping.is_set():
            supervisor.hurry()
        else:
            terminal.say("\nStopping; once more stops at once …")
            stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    return stopping


async def manage(asked: options.Options) -> int:
    """``./run manage``: on the running servers, or with servers of its own for as long as it takes."""
    state = open_state(asked.state_dir)
    async with _servers_for_a_while(state):
        return await commands.passed_through(asked.arguments, environment.of_commands(state, asked))


@asynccontextmanager
async def _servers_for_a_while(state: State) -> AsyncIterator[None]:
    """The servers of a running supervisor, else our own; commands that overlap take turns with them."""
    while True:
        try:
            with state.held():
                async with _own_servers(state):
                    yield
                return
        except StateBusy:
            if await control.servers_running(state):
                yield
                return
            await asyncio.sleep(0.2)


@asynccontextmanager
async def _own_servers(state: State) -> AsyncIterator[None]:
    leftovers.end_all(state)
    supervisor = Supervisor(state, Terminal())
    try:
        await _start_servers(state, supervisor)
        yield
    finally:
        await supervisor.stop()


async def ctl(asked: options.Options) -> int:
    """``./run ctl``."""
    return await control.run(open_state(asked.state_dir), asked.arguments)


_COMMANDS = {"start": start, "manage": manage, "ctl": ctl}


def main(argv: list[str]) -> int:
    """Run the command; failures that a person can mend are told in one sentence."""
    if hasattr(os, "pidfd_open"):
        asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
    asked = options.parse(argv)
    try:
        return asyncio.run(_COMMANDS[asked.command](asked))
    except* (StateError, ChildFailed) as failures:
        for failure in failures.exceptions:
            sys.stderr.write(f"{failure}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
