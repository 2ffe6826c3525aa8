"""One-off commands of an installation: management commands, with output under a label or as it is."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from functools import partial

from console.embedded.options import CHECKOUT
from console.embedded.output import Terminal, pump
from console.embedded.state import StateError

_MANAGE = (sys.executable, "-P", str(CHECKOUT / "manage.py"))


async def labelled(terminal: Terminal, label: str, arguments: Sequence[str], env: Mapping[str, str]) -> None:
    """Run a management command as a step of the start; raises StateError where it fails."""
    process = await asyncio.create_subprocess_exec(
        *_MANAGE,
        *arguments,
        env=env,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        await pump(process.stdout, partial(terminal.line, label))
        status = await process.wait()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if status:
        raise StateError(
            f"`./run manage {' '.join(arguments)}` ended with status {status}; see its lines above."
        )


async def passed_through(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a management command on the person's own terminal; returns its exit status."""
    process = await asyncio.create_subprocess_exec(*_MANAGE, *arguments, env=env)
    return await process.wait()
