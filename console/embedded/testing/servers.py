"""The servers of a test run: those that the environment names, or private ones for as long as it takes."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from console.embedded import environment
from console.embedded.installation import own_servers
from console.embedded.options import CHECKOUT
from console.embedded.state import State, open_state


@asynccontextmanager
async def servers() -> AsyncIterator[Mapping[str, str]]:
    """The environment of a test run: the servers it names, or private ones in a temporary directory."""
    settings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "console.settings.test",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUNBUFFERED": "1",
        # Hundreds of processes are started, and each would compile the whole product anew.
        "PYTHONDONTWRITEBYTECODE": "",
    }
    if environment.servers_given():
        yield settings
        return
    with _temporary_state() as state:
        async with own_servers(state, durable=False):
            yield {**settings, **environment.of_servers(state)}


@contextmanager
def _temporary_state() -> Iterator[State]:
    root = Path(tempfile.mkdtemp(prefix="fairlead-test-"))
    try:
        # Root's PostgreSQL runs as another user and has to pass through.
        root.chmod(0o711)
        state = open_state(root / "state")
        with state.held():
            yield state
    finally:
        shutil.rmtree(root, ignore_errors=True)
