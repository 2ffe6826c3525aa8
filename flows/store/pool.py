"""A few connections for short autocommit statements, opened when needed and replaced when broken."""

import asyncio
from typing import Any

import psycopg

from flows.store.database import Connection, ConnectOptions, connect


class Connections:
    """At most ``size`` connections, shared by the tasks of one event loop."""

    def __init__(self, options: ConnectOptions, size: int = 2) -> None:
        self._options = options
        self._free: list[Connection] = []
        self._slots = asyncio.Semaphore(size)
        self._closed = False

    async def all(self, statement: str, parameters: Any = ()) -> list[Any]:
        """The rows of a statement; tried once more where an idle connection turns out to be dead.

        Raises:
            psycopg.Error: the database refused the statement or cannot be reached.
        """
        async with self._slots:
            try:
                return await self._run(statement, parameters)
            except psycopg.OperationalError:
                return await self._run(statement, parameters)

    async def one(self, statement: str, parameters: Any = ()) -> Any:
        """The first row, or None."""
        rows = await self.all(statement, parameters)
        return rows[0] if rows else None

    async def _run(self, statement: str, parameters: Any) -> list[Any]:
        connection = self._free.pop() if self._free else await connect(self._options)
        try:
            cursor = await connection.execute(statement, parameters)
            rows = await cursor.fetchall() if cursor.description else []
        except psycopg.OperationalError:
            await connection.close()
            await self._close_idle()  # they are as old, and likely as dead
            raise
        except BaseException:
            await connection.close()
            raise
        if self._closed:
            await connection.close()
        else:
            self._free.append(connection)
        return rows

    async def close(self) -> None:
        """Closes what lies idle; whatever is under way closes its connection at its end."""
        self._closed = True
        await self._close_idle()

    async def _close_idle(self) -> None:
        while self._free:
            await self._free.pop().close()
