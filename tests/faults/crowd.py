"""A crowd at the door, as a process of its own, so that its work is not done inside what is measured:
``python -m tests.faults.crowd PORT FLOW TOKEN IDLE SLOW``.

Opens IDLE connections that say nothing and SLOW that drip a body, says ``here`` once they all stand, and
stays until its input ends.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.acceptance.harness import CHECKOUT
from tests.benchmarks.processes import python

AT_ONCE = 50
DRIP_EVERY_S = 0.5
HEAD = (
    "POST /hooks/{flow} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"
)


@contextmanager
def crowd(port: int, flow: str, token: str, idle: int, slow: int) -> Iterator[None]:
    """Stands at the door while the block runs."""
    command = python(__name__, port, flow, token, idle, slow)
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline() == b"here\n", "The crowd did not come."
        try:
            yield
        finally:
            process.stdin.close()


async def _stand(port: int, head: bytes, idle: int, slow: int) -> None:
    dripping = [asyncio.ensure_future(_drip(port, head)) for _ in range(slow)]
    opened = []
    for _ in range(idle // AT_ONCE):
        opened += await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in range(AT_ONCE)))
    print("here", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for one in dripping:
        one.cancel()
    await asyncio.gather(*dripping, return_exceptions=True)
    for _, writer in opened:
        writer.close()


async def _drip(port: int, head: bytes) -> None:
    """Until it is shown out, as it should be; then it comes again."""
    while True:
        with contextlib.suppress(ConnectionError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(head)
                while True:
                    await asyncio.sleep(DRIP_EVERY_S)
                    writer.write(b" ")
                    await writer.drain()
            finally:
                writer.close()
        await asyncio.sleep(DRIP_EVERY_S)


def main(port: str, flow: str, token: str, idle: str, slow: str) -> None:
    head = HEAD.format(flow=flow, token=token).encode()
    asyncio.run(_stand(int(port), head, int(idle), int(slow)))


if __name__ == "__main__":
    main(*sys.argv[1:])
