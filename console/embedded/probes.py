"""Ways to see that a process is ready. Each is asked again and again until it says yes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

Probe = Callable[[], Awaitable[bool]]


async def at_once() -> bool:
    """For processes that nobody waits for."""
    return True


def listening(port: int) -> Probe:
    """Something takes connections on the loopback's ``port``."""

    async def probe() -> bool:
        return await _answers(asyncio.open_connection("127.0.0.1", port), b"", b"")

    return probe


def redis_answers(socket: Path) -> Probe:
    """Redis says PONG on its socket."""

    async def probe() -> bool:
        return await _answers(asyncio.open_unix_connection(str(socket)), b"PING\r\n", b"+PONG")

    return probe


def succeeds(command: Sequence[str], environment: dict[str, str]) -> Probe:
    """A command ends with status 0."""

    async def probe() -> bool:
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        return await process.wait() == 0

    return probe


async def _answers(
    connecting: Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]], question: bytes, answer: bytes
) -> bool:
    try:
        async with asyncio.timeout(2):
            reader, writer = await connecting
            try:
                writer.write(question)
                await writer.drain()
                return (await reader.read(len(answer)) if answer else b"") == answer
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
