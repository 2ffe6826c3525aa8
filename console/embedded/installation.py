"""The servers of a state for as long as something needs them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from console.embedded import control, environment, leftovers, processes
from console.embedded.child import ChildFailed
from console.embedded.output import Terminal
from console.embedded.postgres import Postgres
from console.embedded.state import State, StateBusy, StateError
from console.embedded.supervisor import Supervisor


async def start_servers(state: State, supervisor: Supervisor, *, durable: bool = True) -> None:
    """Bring up the database and the broker, unless the environment names others."""
    if environment.servers_given():
        return
    postgres = Postgres(state, durable)
    await asyncio.to_thread(postgres.prepare)
    await supervisor.start(processes.servers(state, durable=durable))
    await asyncio.to_thread(postgres.create_database)


@asynccontextmanager
async def own_servers(state: State, *, durable: bool = True) -> AsyncIterator[None]:
    """Servers that live as long as the block; the caller holds the state."""
    leftovers.end_all(state)
    terminal = Terminal(quiet=True)
    supervisor = Supervisor(state, terminal)
    try:
        try:
            await start_servers(state, supervisor, durable=durable)
        except* ChildFailed as failures:
            raise StateError(f"{failures.exceptions[0]}\n{terminal.held()}") from None
        yield
    finally:
        await supervisor.stop()


@asynccontextmanager
async def servers_for_a_while(state: State) -> AsyncIterator[None]:
    """The servers of a running supervisor, else our own; commands that overlap take turns with them."""
    while True:
        try:
            with state.held():
                async with own_servers(state):
                    yield
                return
        except StateBusy:
            if await control.servers_running(state):
                yield
                return
            await asyncio.sleep(0.2)
