"""The live channel under load, with Redis away, and in the hands of careless clients."""

import asyncio
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from console.embedded.redis import find_server
from console.live.hub import Hub
from console.live.rights import Pass
from console.live.topics import Topic
from console.live.viewer import MOST_TOPICS, MOST_WAITING, PAUSE_S, Viewer
from tests import factories
from tests.acceptance.harness import open_directory
from tests.factories import Cast
from tests.integration.embedded_support import PATIENCE_S
from tests.integration.live.support import page, serving, sign_in, started

pytestmark = pytest.mark.django_db(transaction=True)

EXECUTIONS = "executions"
BURST = 200


async def test_a_burst_comes_in_few_messages_and_whole(cast: Cast, address: str) -> None:
    async with page(address, cast.operator) as viewer:
        began = time.monotonic()
        await viewer.subscribe(EXECUTIONS)
        burst = asyncio.create_task(sync_to_async(_burst)(cast))
        expected: set[str] = set()
        seen: set[str] = set()
        while not burst.done() or seen < expected:
            for frame in await viewer.read():
                seen |= {row["id"] for row in frame["data"]["executions"]}
            expected = set(burst.result()) if burst.done() else expected
        assert seen == expected
        assert viewer.numbers(EXECUTIONS) == list(range(1, len(viewer.frames) + 1))
        took = viewer.messages[-1] - began
        assert len(viewer.messages) <= took / PAUSE_S + 2


def _burst(cast: Cast) -> list[str]:
    return [str(factories.started(cast.analyst)) for _ in range(BURST)]


async def test_a_viewer_that_does_not_keep_up_gets_a_snapshot_and_no_gap(cast: Cast) -> None:
    """Its outbox stays small, however long it takes to read."""
    sent: list[dict[str, Any]] = []
    gate, caught_up = asyncio.Event(), asyncio.Event()

    async def send(text: str) -> None:
        await gate.wait()
        sent.extend(orjson.loads(text))
        if [frame["kind"] for frame in sent].count("snapshot") == 2:
            caught_up.set()

    async def close() -> None:
        raise AssertionError("The viewer was closed.")

    hub = Hub()
    entry = Pass(cast.operator, session_key=await sync_to_async(sign_in)(cast.operator))
    viewer = Viewer(entry, hub, send, close)
    hub.join(viewer)
    try:
        await viewer.subscribe(Topic("executions"))
        (view,) = [one.view for one in viewer._subscriptions.values()]
        for _ in range(3 * MOST_WAITING):
            viewer.tell(view, b'{"executions": []}')
        gate.set()
        async with asyncio.timeout(PATIENCE_S):
            await caught_up.wait()
        assert [frame["seq"] for frame in sent] == list(range(1, len(sent) + 1))
        assert len(sent) <= MOST_WAITING + 2
    finally:
        viewer.stop()
        hub.leave(viewer)


GARBAGE: tuple[str | bytes, ...] = (
    "", "{", "[]", "null", "0", '{"op": "subscribe"}', '{"op": "subscribe", "topic": 7}',
    '{"op": "drop", "topic": "wall"}', '{"op": ["subscribe"], "topic": "wall"}',
    '{"op": "subscribe", "topic": "flow:../etc"}', '{"op": "subscribe", "topic": "wall\\u0000"}',
    '{"op": "subscribe", "topic": "execution:------------------------------------"}',
    "[" * 900, "x" * 100_000, b"\x00\xff", "\ud7ff",
)  # fmt: skip


async def test_garbage_is_answered_and_forgotten(cast: Cast, address: str) -> None:
    async with page(address, cast.operator) as viewer:
        for garbage in GARBAGE:
            await viewer.socket.send(garbage)
            complaint = await viewer.frame(lambda frame: frame["kind"] == "error")
            assert complaint["data"]["message"]
        assert (await viewer.subscribe("wall"))["seq"] == 1


async def test_topics_are_limited(cast: Cast, address: str) -> None:
    ids = [await started(cast) for _ in range(MOST_TOPICS + 1)]
    async with page(address, cast.operator) as viewer:
        for one in ids[:-1]:
            await viewer.subscribe(f"execution:{one}")
        await viewer.ask("subscribe", f"execution:{ids[-1]}")
        complaint = await viewer.frame(lambda frame: frame["kind"] == "error")
        assert str(MOST_TOPICS) in complaint["data"]["message"]
        await viewer.ask("unsubscribe", f"execution:{ids[0]}")
        await viewer.subscribe(f"execution:{ids[-1]}")


async def test_other_paths_are_no_sockets(cast: Cast, address: str) -> None:
    with pytest.raises(Exception, match="HTTP 403"):
        async with page(address.replace("/ws/live/", "/ws/other/"), cast.operator):
            pass


class Redis:
    """A server of the test's own, to be taken away."""

    def __init__(self, place: Path) -> None:
        self.socket = place / "redis"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        command = [find_server(), "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self._process = subprocess.Popen([*command, "--logfile", str(self.socket) + ".log"])

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self.socket.unlink(missing_ok=True)
            self._process = None


@contextmanager
def _own_redis() -> Iterator[Redis]:
    with open_directory() as place:
        redis = Redis(place)
        redis.start()
        try:
            yield redis
        finally:
            redis.stop()


@pytest_asyncio.fixture
async def away(cast: Cast, settings: Any) -> AsyncIterator[tuple[Redis, str]]:
    """A Redis that may be stopped, and the address of a live channel that leans on it."""
    with _own_redis() as redis:
        settings.CHANNEL_LAYERS = {
            "default": {
                "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
                "CONFIG": {"hosts": [redis.url], "prefix": "test"},
            }
        }
        async with serving() as address:
            yield redis, address


async def test_with_redis_away_the_pages_say_so_and_stay_true(cast: Cast, away: tuple[Redis, str]) -> None:
    redis, address = away
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(EXECUTIONS)
        await viewer.row(await started(cast), EXECUTIONS)
        redis.stop()
        await viewer.frame(lambda frame: frame["kind"] == "degraded")
        await viewer.row(await started(cast), EXECUTIONS)
        async with page(address, cast.steward) as late:
            await late.subscribe("wall")
            await late.frame(lambda frame: frame["kind"] == "degraded")
        redis.start()
        await viewer.frame(lambda frame: frame["kind"] == "recovered")
        await viewer.row(await started(cast), EXECUTIONS)
        assert viewer.numbers(EXECUTIONS) == list(range(1, len(viewer.frames) + 1))


async def test_with_redis_away_from_the_start_it_is_found_when_it_comes(
    cast: Cast, away: tuple[Redis, str]
) -> None:
    redis, address = away
    redis.stop()
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(EXECUTIONS)
        await viewer.frame(lambda frame: frame["kind"] == "degraded")
        redis.start()
        await viewer.frame(lambda frame: frame["kind"] == "recovered")
        await viewer.row(await started(cast), EXECUTIONS)
