"""The servers of a state for as long as something needs them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from console.embedded import control, environment, given, leftovers, processes
from console.embedded.child import ChildFailed
from console.embedded.output import Terminal
from console.embedded.postgres import Postgres
from console.embedded.state import State, StateBusy, StateError
from console.embedded.supervisor import Supervisor

_MAKERS = frozenset({"migrate", "restore"})
"""The management commands that fill an empty database themselves."""


def require_begun(root: Path, arguments: Sequence[str]) -> None:
    """Raises StateError where a management command needs an installation and ``root`` has none; makes
    nothing."""
    if not (_makes_its_own(arguments) or State(root).begun):
        raise _nothing_there(root)


async def require_migrated(state: State, arguments: Sequence[str]) -> None:
    """The same once the servers run, where a database was created and nothing put in it."""
    if not (_makes_its_own(arguments) or await asyncio.to_thread(Postgres(state).is_migrated)):
        raise _nothing_there(state.root)


def _makes_its_own(arguments: Sequence[str]) -> bool:
    return environment.servers_given() or not _MAKERS.isdisjoint(arguments[:1])


def _nothing_there(root: Path) -> StateError:
    return StateError(
        f"There is no installation in {root}; name its state directory with `./run --state-dir DIR manage …` "
        "or FAIRLEAD_STATE_DIR, or start a new one there with ./run. One on servers of your own is found "
        "where DATABASE_URL and CELERY_BROKER_URL are set as for its start."
    )


async def start_servers(state: State, supervisor: Supervisor, *, durable: bool = True) -> None:
    """Bring up the database and the broker, unless the environment names others."""
    if environment.servers_given():
        await asyncio.to_thread(given.require_reachable)
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
