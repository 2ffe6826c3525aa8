"""A worker that is killed at a certain point: ``python -m tests.integration.drain.doomed_worker POINT``.

It serves the real-time lane like a worker's process does; at the point it kills itself with SIGKILL,
as the kernel or an operator would.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from connectors.connections.sessions import SessionPool  # noqa: E402
from flows.facade.drain import Drain, Options  # noqa: E402
from flows.facade.drain.parts import Part  # noqa: E402
from flows.facade.drain.runner import Runner  # noqa: E402
from flows.facade.drain.writer import Writer  # noqa: E402


def die(*_arguments: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: type, name: str, when: Callable[..., bool] = lambda *_: True) -> None:
    """Dies on the way into a method."""
    original = getattr(owner, name)

    def doomed(self: Any, *arguments: Any) -> Any:
        if when(self, *arguments):
            die()
        return original(self, *arguments)

    setattr(owner, name, doomed)


def after(owner: type, name: str, when: Callable[..., bool] = lambda *_: True) -> None:
    """Dies on the way out of an asynchronous method."""
    original = getattr(owner, name)

    async def doomed(self: Any, *arguments: Any) -> Any:
        answer = await original(self, *arguments)
        if when(self, *arguments):
            die()
        return answer

    setattr(owner, name, doomed)


def _during_call() -> None:
    original = SessionPool.call

    async def doomed(self: SessionPool, *arguments: Any) -> Any:
        asyncio.get_running_loop().call_later(0.2, die)
        return await original(self, *arguments)

    setattr(SessionPool, "call", doomed)  # noqa: B010 (a method is replaced on purpose)


def _intends(_writer: Any, jobs: Any) -> bool:
    return any(job.intents for job in jobs)


def _ends(_writer: Any, jobs: Any) -> bool:
    return any(job.endings for job in jobs)


POINTS: dict[str, Callable[[], None]] = {
    "claimed": lambda: before(Runner, "begin"),
    "before-intent": lambda: before(Writer, "_commit", _intends),
    "after-intent": lambda: after(Writer, "_commit", _intends),
    "during-call": _during_call,
    "answered": lambda: after(SessionPool, "call"),
    "before-result": lambda: before(Writer, "_commit", _ends),
    "after-result": lambda: after(Writer, "_commit", _ends),
    "never": lambda: None,
}


async def main() -> None:
    # It stays for as long as a busy machine may need to come to the moment at which it is to end.
    drain = Drain(Options(owner=f"doomed/{os.getpid()}", lease_s=600.0, linger_s=2.0))
    while await drain.serve(Part(0), 5.0):
        pass
    await drain.close()


if __name__ == "__main__":
    from django.db import connections

    connections["default"].settings_dict["NAME"] = os.environ["FAIRLEAD_TEST_DATABASE"]
    POINTS[sys.argv[1]]()
    asyncio.run(main())
