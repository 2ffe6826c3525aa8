"""Answers in every shape that servers give them, byte by byte and at once; connections kept and not."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from connectors.sdk.errors import AmbiguousError, ConnectorError, PermanentError
from connectors.sdk.http import MAX_RESPONSE_BYTES, GuardedClient
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.replies import Reply

BODY = b'{"supplier": "north"}' * 40


class Scripted:
    """A server that gives each connection the same bytes for every request, in pieces; ``asked`` counts
    the requests, ``connections`` the connections."""

    def __init__(self, answer: bytes, piece: int, close: bool) -> None:
        self.answer = answer
        self.piece = piece
        self.close = close
        self.requests: list[bytes] = []
        self.connections = 0
        self.asked = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.requests.append(head)
                self.asked.set()
                for start in range(0, len(self.answer), self.piece):
                    writer.write(self.answer[start : start + self.piece])
                    await writer.drain()
                    if self.piece < 100:
                        await asyncio.sleep(0)
                if self.close:
                    writer.close()
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()


@asynccontextmanager
async def scripted(
    answer: bytes, *, piece: int = 1 << 20, close: bool = False
) -> AsyncIterator[tuple[Scripted, str]]:
    script = Scripted(answer, piece, close)
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    try:
        yield script, f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@asynccontextmanager
async def client(host: str, most: int = MAX_RESPONSE_BYTES) -> AsyncIterator[GuardedClient]:
    context = ConnectionContext("1", "x", {}, {}, (host,), timeout_s=5.0)
    made = GuardedClient(context, max_response_bytes=most)
    try:
        yield made
    finally:
        await made.close()


async def ask(answer: bytes, method: str = "GET", *, piece: int = 1 << 20, close: bool = False) -> Reply:
    async with scripted(answer, piece=piece, close=close) as (_, host), client(host) as one:
        return await one.request(method, f"http://{host}/")


def whole(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    head = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def chunked(body: bytes, size: int, *headers: bytes) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    coded = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    head = [b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked", *headers]
    return b"\r\n".join(head) + b"\r\n\r\n" + coded + b"0\r\nTrailer: x\r\n\r\n"


GZIP = b"Content-Encoding: gzip"
DEFLATE = b"content-encoding: Deflate"
BARE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
BARE_BODY = BARE.compress(BODY) + BARE.flush()
SHAPES = {
    "with a length": whole(BODY),
    "in chunks": chunked(BODY, 7),
    "gzip": whole(gzip.compress(BODY), GZIP),
    "gzip in two members": whole(gzip.compress(BODY[:100]) + gzip.compress(BODY[100:]), GZIP),
    "gzip in chunks": chunked(gzip.compress(BODY), 5, GZIP),
    "deflate": whole(zlib.compress(BODY), DEFLATE),
    "deflate without its frame": whole(BARE_BODY, DEFLATE),
    "after a 100 and a 103": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    + whole(BODY),
}


@pytest.mark.parametrize("piece", [1, 17, 1 << 20])
@pytest.mark.parametrize("shape", SHAPES)
async def test_an_answer_is_read_whole_however_it_comes(shape: str, piece: int) -> None:
    reply = await ask(SHAPES[shape], piece=piece)
    assert (reply.status, reply.body) == (200, BODY)
    assert "Link" not in reply.headers


async def test_without_a_length_the_answer_ends_with_the_connection() -> None:
    reply = await ask(b"HTTP/1.1 200 OK\r\nServer: old\r\n\r\n" + BODY, close=True)
    assert (reply.body, reply.headers["server"]) == (BODY, "old")


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
async def test_an_answer_without_a_body_leaves_the_connection_usable(status: bytes) -> None:
    async with (
        scripted(b"HTTP/1.1 " + status + b"\r\nETag: x\r\n\r\n") as (script, host),
        client(host) as one,
    ):
        for _ in range(3):
            assert (await one.request("GET", f"http://{host}/")).body == b""
        assert (len(script.requests), script.connections) == (3, 1)


async def test_the_answer_to_a_head_has_no_body() -> None:
    reply = await ask(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", "HEAD")
    assert (reply.status, reply.body, reply.headers["Content-Length"]) == (200, b"", "900")


@pytest.mark.parametrize("closing", [b"Connection: close", b"connection: Close, x"])
async def test_a_connection_that_the_target_closes_is_not_used_again(closing: bytes) -> None:
    async with scripted(whole(b"x", closing)) as (script, host), client(host) as one:
        for _ in range(3):
            await one.request("GET", f"http://{host}/")
        assert script.connections == 3


async def test_a_connection_that_was_closed_meanwhile_is_not_used() -> None:
    async with scripted(whole(b"x"), close=True) as (script, host), client(host) as one:
        for _ in range(3):
            assert (await one.request("POST", f"http://{host}/", body=b"x")).status == 200
            await asyncio.sleep(0.05)
        assert script.connections == 3


async def test_what_comes_unasked_on_a_kept_connection_is_nobodys_answer() -> None:
    """Two answers to one request: the second must not become the answer to the next one."""
    async with scripted(whole(b"first") + whole(b"smuggled")) as (script, host), client(host) as one:
        for _ in range(3):
            assert (await one.request("GET", f"http://{host}/")).body == b"first"
            await asyncio.sleep(0.05)
        assert script.connections == 3


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        whole(b"no gzip at all", GZIP),
    ],
)
async def test_what_is_no_answer_leaves_the_fate_of_a_write_unknown(answer: bytes) -> None:
    with pytest.raises(AmbiguousError):
        await ask(answer, "POST", close=True)


@pytest.mark.parametrize(("status", "error"), [(b"200 OK", AmbiguousError), (b"400 Bad", PermanentError)])
async def test_the_announced_size_is_enough_to_refuse(status: bytes, error: type[ConnectorError]) -> None:
    async with scripted(whole(BODY, status=status)) as (_, host), client(host, most=100) as one:
        with pytest.raises(error, match="larger than 100 bytes"):
            await one.request("POST", f"http://{host}/", body=b"x")


def lines(request: bytes) -> Sequence[str]:
    return request.decode().strip().split("\r\n")


async def test_a_request_says_what_it_must() -> None:
    async with scripted(whole(b"")) as (script, host), client(host) as one:
        url = f"http://{host}/caf%C3%A9/x?y=1&z=%20"
        await one.request("POST", url, headers={"X-Key": "k", "Content-Length": "99", "Connection": "x"})
        await one.request("GET", f"http://{host}", headers={"Accept": "text/csv", "User-Agent": "u"})
    post, get = map(lines, script.requests)
    assert post[0] == "POST /caf%C3%A9/x?y=1&z=%20 HTTP/1.1"
    assert set(post[1:]) == {
        f"Host: {host}",
        "User-Agent: Fairlead/1",
        "Accept: */*",
        "Accept-Encoding: gzip, deflate",
        "X-Key: k",
        "Content-Length: 0",
    }
    assert get[0] == "GET / HTTP/1.1"
    assert set(get[1:]) == {
        f"Host: {host}",
        "User-Agent: u",
        "Accept: text/csv",
        "Accept-Encoding: gzip, deflate",
    }


async def test_many_calls_at_once_share_the_connections_that_there_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("connectors.sdk.http.MAX_SOCKETS", 4)
    async with scripted(whole(b"x")) as (script, host), client(host) as one:
        replies = await asyncio.gather(*(one.request("GET", f"http://{host}/") for _ in range(50)))
    assert {reply.status for reply in replies} == {200}
    assert script.connections <= 4
    assert len(script.requests) == 50


async def test_a_call_that_is_given_up_takes_its_connection_with_it() -> None:
    """Its answer may still come, and must not be taken for that of the next call."""
    async with scripted(b"") as (script, host), client(host) as one:
        call = asyncio.ensure_future(one.request("GET", f"http://{host}/"))
        await script.asked.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        script.answer = whole(b"mine")
        assert (await one.request("GET", f"http://{host}/")).body == b"mine"
        assert script.connections == 2
