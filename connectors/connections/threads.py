"""One thread with one database connection, for an event loop that must not wait for either."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections, connections

T = TypeVar("T")


class DatabaseThread:
    """Runs database work one piece after the other; started with the first, ended by ``close``."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="connections")

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` returns, on a database connection that is alive."""

        def fresh() -> T:
            close_old_connections()
            return work()

        return await asyncio.get_running_loop().run_in_executor(self._executor, fresh)

    async def close(self) -> None:
        """Closes the thread's database connection, and ends the thread."""
        await asyncio.get_running_loop().run_in_executor(self._executor, connections.close_all)
        self._executor.shutdown(wait=False)
