"""One thread with one database connection, for an event loop that must not wait for either."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import InterfaceError, close_old_connections, connections

T = TypeVar("T")


class DatabaseThread:
    """Runs database work one piece after the other; started with the first, ended by ``close``."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="connections")
        self._closed = False

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` returns, on a database connection that is alive. Raises InterfaceError after
        ``close``."""
        if self._closed:
            raise InterfaceError("The thread of the database connection has ended.")

        def fresh() -> T:
            close_old_connections()
            return work()

        return await asyncio.get_running_loop().run_in_executor(self._executor, fresh)

    async def close(self) -> None:
        """After the work that was given before: closes the thread's database connection, and ends it.
        Work given meanwhile would open another one, which nobody closes."""
        if self._closed:
            return
        self._closed = True
        await asyncio.get_running_loop().run_in_executor(self._executor, connections.close_all)
        self._executor.shutdown(wait=False)
