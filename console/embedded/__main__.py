"""The second half of ``./run``, in the virtual environment: start, manage and ctl."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from dataclasses import replace
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
from console.embedded.entry import run
from console.embedded.installation import (
    require_begun,
    require_migrated,
    servers_for_a_while,
    start_servers,
)
from console.embedded.output import Terminal
from console.embedded.state import State, open_state
from console.embedded.supervisor import Supervisor


async def start(asked: options.Options) -> int:
    """``./run``: everything up, until Ctrl-C or SIGTERM."""
    terminal = Terminal()
    state = open_state(asked.state_dir)
    with state.held():
        if ended := leftovers.end_all(state):
            terminal.say(f"Ended what an earlier run left behind: {', '.join(ended)}.")
        ports.require_free(asked)
        state.remember_port(asked.port)
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
    await start_servers(state, supervisor)
    env = environment.of_commands(state, asked)
    await commands.labelled(terminal, "migrate", ["migrate", "--skip-checks", "--verbosity", "0"], env)
    await supervisor.start(processes.doors(state, asked))
    async with asyncio.TaskGroup() as group:
        group.create_task(supervisor.start(processes.workers(state, asked)))
        if asked.demo:
            terminal.line("demo", f"loading flows and sandbox systems for {', '.join(state.credentials)}")
            group.create_task(commands.labelled(terminal, "demo", ["demo"], env))
    banner.show(terminal, state, asked)


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
    require_begun(asked.state_dir, asked.arguments)
    state = open_state(asked.state_dir)
    beside = replace(asked, remembered_port=state.remembered_port(asked.port))
    async with servers_for_a_while(state):
        await require_migrated(state, asked.arguments)
        return await commands.passed_through(asked.arguments, environment.of_commands(state, beside))


async def ctl(asked: options.Options) -> int:
    """``./run ctl``."""
    return await control.run(open_state(asked.state_dir), asked.arguments)


_COMMANDS = {"start": start, "manage": manage, "ctl": ctl}


def main(argv: list[str]) -> int:
    """Run the command; failures that a person can mend are told in one sentence."""
    asked = options.parse(argv)
    return run(_COMMANDS[asked.command](asked))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
