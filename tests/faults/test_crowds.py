"""A burst of connections and slow senders: nothing accepted is lost, nobody is told a 5xx."""

import asyncio
import contextlib
import resource
import time

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, Sent, events
from tests.faults.system import System

NAME = "crowds"
HEAD = (
    "POST /hooks/{flow} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"
)


def test_a_crowd_at_the_door_keeps_nobody_out(system: System, long: bool) -> None:
    """Idle connections, senders that drip their bodies, and a burst of events between them."""
    idle, slow, count = (10_000, 1000, 2000) if long else (400, 60, 200)
    idle = min(idle, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)  # the door has the same limit
    system.door(NAME)
    system.publish(flow(NAME))
    quiet = Sender(system, NAME).all(events("quiet", count))
    busy = asyncio.run(_beside_a_crowd(system, idle, slow, count))
    assert set(busy.answers) == {"202"}
    if long:
        print(f"p99 {_p99(quiet):.3f} s in peace, {_p99(busy):.3f} s in the crowd")
    quiet.accepted |= busy.accepted
    checks.all_well(system, NAME, quiet, count * 2)


async def _beside_a_crowd(system: System, idle: int, slow: int, count: int) -> Sent:
    port = system.installation.port
    head = HEAD.format(flow=NAME, token=system.token).encode()
    crowd = [asyncio.create_task(_slow(port, head)) for _ in range(slow)]
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(idle // 50):
            opened = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in range(50)))
            for _, writer in opened:
                stack.callback(writer.close)
        sent = await asyncio.to_thread(Sender(system, NAME).all, events("crowd", count))
    for one in crowd:
        one.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    return sent


async def _slow(port: int, head: bytes) -> None:
    """Drips until it is told to go."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    began = time.monotonic()
    try:
        writer.write(head)
        while time.monotonic() - began < 120:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.5)
    except ConnectionError:
        return  # shown out, as it should be
    finally:
        writer.close()


def _p99(sent: Sent) -> float:
    return sorted(sent.seconds)[int(len(sent.seconds) * 0.99) - 1]
