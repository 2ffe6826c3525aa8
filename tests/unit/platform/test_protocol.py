"""Answers leave whole, in order, and not later than the loop's next turn; small requests come whole."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from console.bodies import BodyLimit
from console.lifespan import AT_HAND, Reply
from console.protocol import MOST_BYTES, GatheringProtocol, GatheringTransport


class Wire(asyncio.Transport):
    """Keeps what is written to it, a packet for each write."""

    def __init__(self) -> None:
        super().__init__()
        self.packets: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.packets.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


def gathering() -> tuple[Wire, GatheringTransport]:
    wire = Wire()
    return wire, GatheringTransport(wire, asyncio.get_running_loop())


async def test_head_and_body_are_one_packet() -> None:
    wire, transport = gathering()
    transport.write(b"head ")
    transport.writelines([b"bo", b"dy"])
    assert wire.packets == []
    await asyncio.sleep(0)
    assert wire.packets == [b"head body"]


async def test_what_comes_in_the_next_turn_is_another_packet() -> None:
    wire, transport = gathering()
    for piece in (b"one", b"two"):
        transport.write(piece)
        await asyncio.sleep(0)
    assert wire.packets == [b"one", b"two"]


async def test_closing_sends_what_was_gathered_first() -> None:
    wire, transport = gathering()
    transport.write(b"last words")
    transport.close()
    assert (wire.packets, transport.is_closing()) == ([b"last words"], True)
    await asyncio.sleep(0)
    assert wire.packets == [b"last words"]


async def test_a_large_answer_is_not_held_back() -> None:
    wire, transport = gathering()
    transport.write(b"head")
    transport.write(b"x" * MOST_BYTES)
    assert wire.packets == [b"head" + b"x" * MOST_BYTES]


async def tell_body(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the body that was at hand, and the one that was received."""
    at_hand = scope.get("extensions", {}).get(AT_HAND, b"nothing")
    received = b""
    more = True
    while more:
        message = await receive()
        received += message["body"]
        more = message["more_body"]
    answer = at_hand + b" " + received
    head = [(b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": answer})


@asynccontextmanager
async def connected(
    application: Any = tell_body, *, proxied: bool = False
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    config = Config(application, lifespan="off", access_log=False, proxy_headers=proxied)
    state = ServerState()
    config.load()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: GatheringProtocol(config, state, {}), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()


async def answer_of(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    return await reader.readexactly(int(head.partition(b"content-length: ")[2].split(b"\r\n")[0]))


def post(length: int) -> bytes:
    return b"POST / HTTP/1.1\r\nhost: door\r\ncontent-length: %d\r\n\r\n" % length


async def test_a_body_that_comes_with_its_head_is_at_hand() -> None:
    async with connected() as (reader, writer):
        for body in (b"one", b"two"):
            writer.write(post(3) + body)
            assert await answer_of(reader) == body + b" " + body


async def test_a_client_that_sends_all_before_it_reads_is_told_what_was_wrong() -> None:
    """The connection ends with the answer; what was sent and not received would break it before."""
    large = 8 * 1024 * 1024
    async with connected(BodyLimit(tell_body, 1_000)) as (reader, writer):
        writer.write(post(large).replace(b"host:", b"connection: close\r\nhost:"))
        for _ in range(8):
            writer.write(b"x" * 1024 * 1024)
            await writer.drain()
            await asyncio.sleep(0.01)
        assert b"1,000 bytes" in await answer_of(reader)


async def test_two_requests_at_once_each_have_their_own_body() -> None:
    async with connected() as (reader, writer):
        writer.write(post(3) + b"one" + post(3) + b"two")
        assert [await answer_of(reader), await answer_of(reader)] == [b"one one", b"two two"]


async def test_a_body_that_comes_later_is_received() -> None:
    async with connected() as (reader, writer):
        writer.write(post(6) + b"one")
        await asyncio.sleep(0.05)
        writer.write(b"two")
        assert await answer_of(reader) == b"nothing onetwo"


async def test_a_large_body_is_not_held_twice() -> None:
    large = b"x" * (MOST_BYTES + 1)
    async with connected() as (reader, writer):
        writer.write(post(len(large)) + large)
        assert await answer_of(reader) == b"nothing " + large


class Quick:
    """Takes what comes whole and is told to be taken: at once, later, or after all not."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def at_once(self, scope: Any, body: bytes, reply: Reply) -> bool:
        if body.startswith(b"slow"):
            return False
        self.taken.append(body)
        loop = asyncio.get_running_loop()
        if body.startswith(b"back"):
            loop.call_soon(reply.go_on)
        else:
            loop.call_later(0.01, reply.send, 202, [(b"x-way", b"short")], b"took " + body)
        return True

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await tell_body(scope, receive, send)


@pytest.mark.parametrize("proxied", [False, True])
async def test_what_comes_whole_is_offered_to_be_taken_at_once(proxied: bool) -> None:
    quick = Quick()
    async with connected(quick, proxied=proxied) as (reader, writer):
        for body in (b"one", b"slow", b"back", b"two"):
            writer.write(post(len(body)) + body)
        assert [await answer_of(reader) for _ in range(4)] == [
            b"took one",
            b"slow slow",
            b"back back",
            b"took two",
        ]
    assert quick.taken == [b"one", b"back", b"two"]


async def test_what_comes_in_pieces_goes_the_ordinary_way() -> None:
    quick = Quick()
    async with connected(quick) as (reader, writer):
        writer.write(post(6) + b"one")
        await asyncio.sleep(0.05)
        writer.write(b"two")
        assert await answer_of(reader) == b"nothing onetwo"
    assert quick.taken == []


async def test_the_connection_ends_after_the_answer_where_that_was_asked_for() -> None:
    async with connected(Quick()) as (reader, writer):
        writer.write(b"POST / HTTP/1.1\r\nconnection: close\r\ncontent-length: 3\r\n\r\none")
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 202 Accepted\r\n")
    assert b"connection: close\r\ncontent-length: 8\r\n\r\ntook one" in answer


async def test_a_client_that_is_gone_gets_no_answer() -> None:
    quick = Quick()
    async with connected(quick) as (_, writer):
        writer.write(post(3) + b"one")
        await writer.drain()
    await asyncio.sleep(0.05)
    assert quick.taken == [b"one"]
