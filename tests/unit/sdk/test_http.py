"""The guarded client against real servers: what it refuses, follows, bounds, and how it fails."""

import asyncio
import gzip
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from connectors.sdk.errors import (
    AmbiguousError,
    ConnectorError,
    EgressRefused,
    PermanentError,
    RetryableError,
)
from connectors.sdk.http import GuardedClient
from connectors.sdk.names import Lookup
from connectors.sdk.protocol import ConnectionContext
from tests.unit.sdk.test_egress import Names

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def server(handler: Handler) -> AsyncIterator[str]:
    """``host:port`` of a server that answers with ``handler``."""

    async def answer(request: web.Request) -> web.StreamResponse:
        await request.read()
        return await handler(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield "{}:{}".format(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()


@asynccontextmanager
async def client(
    *allowed: str, timeout_s: float = 60.0, lookup: Lookup | None = None, **options: Any
) -> AsyncIterator[GuardedClient]:
    made = GuardedClient(
        ConnectionContext("1", "x", {}, {}, allowed, timeout_s=timeout_s), lookup=lookup, **options
    )
    try:
        yield made
    finally:
        await made.close()


async def fine(request: web.Request) -> web.StreamResponse:
    return web.Response(text="fine")


async def test_the_address_that_was_checked_is_the_address_that_is_called() -> None:
    """DNS rebinding: the first answer is allowed, the second would lead inside."""
    async with server(fine) as host:
        port = host.split(":")[1]
        names = Names(["127.0.0.1"], ["169.254.169.254"])
        async with client(f"target.example:{port}", lookup=names) as one:
            assert (await one.request("GET", f"http://target.example:{port}/")).body == b"fine"
        assert names.asked == 1


async def test_a_name_that_leads_inside_is_refused_before_anything_is_sent() -> None:
    hits: list[str] = []

    async def count(request: web.Request) -> web.StreamResponse:
        hits.append(request.path)
        return web.Response()

    async with server(count) as host:
        port = host.split(":")[1]
        async with client(lookup=Names(["127.0.0.1"])) as one:
            for _ in range(2):
                with pytest.raises(EgressRefused):
                    await one.request("GET", f"http://public.example:{port}/")
    assert hits == []


async def test_many_calls_at_once_to_a_refused_name_are_all_refused() -> None:
    async with client(lookup=Names(["10.0.0.1"])) as one:
        calls = [one.request("GET", "http://public.example/") for _ in range(5)]
        found = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(error) for error in found] == [EgressRefused] * 5


async def test_each_redirect_is_checked_again() -> None:
    async def away(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(request.query["to"])

    async with server(away) as host, client(host) as one:
        for to in (
            "http://169.254.169.254/latest/meta-data",
            "http://[::ffff:127.0.0.1]:1/",
            "http://2130706433/",
            "http://localhost:1/",
            "//127.0.0.1:1/",
            "file:///etc/passwd",
            "gopher://127.0.0.1:6379/_x",
            "http://user:word@127.0.0.1:1/",
        ):
            with pytest.raises(EgressRefused):
                await one.request("GET", f"http://{host}/", query={"to": to})


async def test_a_redirect_to_a_name_that_leads_inside_is_refused() -> None:
    async def away(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("http://inner.example/")

    async with server(away) as host, client(host, lookup=Names(["192.168.0.1"])) as one:
        with pytest.raises(EgressRefused):
            await one.request("GET", f"http://{host}/")


async def test_another_origin_gets_no_credentials_and_the_same_one_does() -> None:
    got: dict[str, web.Request] = {}

    async def note(request: web.Request) -> web.StreamResponse:
        got[request.path] = request
        return web.Response()

    async with server(note) as other:

        async def away(request: web.Request) -> web.StreamResponse:
            if request.path == "/here":
                return await note(request)
            raise web.HTTPFound("/here" if request.path == "/same" else f"http://{other}/there")

        async with server(away) as host, client(host, other) as one:
            secret = {"Authorization": "Bearer x", "X-API-Key": "y", "Cookie": "z=1", "Accept": "text/plain"}
            await one.request("GET", f"http://{host}/same", headers=secret)
            await one.request("GET", f"http://{host}/other", headers=secret)
    assert got["/here"].headers["Authorization"] == "Bearer x"
    there = got["/there"].headers
    assert there["Accept"] == "text/plain"
    assert not {"Authorization", "X-API-Key", "Cookie"} & set(there)


async def test_a_write_is_not_turned_into_a_read_nor_sent_elsewhere() -> None:
    methods: list[tuple[str, str]] = []

    async def note(request: web.Request) -> web.StreamResponse:
        methods.append((request.method, request.path))
        status = int(request.query.get("status", 200))
        return web.Response(status=status, headers={"Location": request.query.get("to", "/end")})

    async with server(note) as other, server(note) as host, client(host, other) as one:
        for status in (301, 302):
            reply = await one.request("POST", f"http://{host}/", query={"status": str(status)}, body=b"x")
            assert reply.status == status
        assert (
            await one.request("POST", f"http://{host}/", query={"status": "307"}, body=b"x")
        ).status == 200
        assert (
            await one.request("POST", f"http://{host}/", query={"status": "303"}, body=b"x")
        ).status == 200
        with pytest.raises(EgressRefused):
            query = {"status": "308", "to": f"http://{other}/"}
            await one.request("POST", f"http://{host}/", query=query, body=b"x")
    assert [one for one in methods if one[1] == "/end"] == [("POST", "/end"), ("GET", "/end")]


async def test_redirects_in_a_circle_end() -> None:
    async def round_and_round(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/")

    async with server(round_and_round) as host, client(host) as one:
        with pytest.raises(PermanentError, match="circles"):
            await one.request("GET", f"http://{host}/")


async def test_large_answers_are_cut_off_also_when_packed() -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))

    async def big(request: web.Request) -> web.StreamResponse:
        if request.path == "/bomb":
            return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})
        return web.Response(body=bytes(2048))

    async with server(big) as host, client(host, max_response_bytes=1024) as one:
        for path in ("plain", "bomb"):
            with pytest.raises(PermanentError, match="larger than 1,024 bytes"):
                await one.request("GET", f"http://{host}/{path}", read=True)
            with pytest.raises(AmbiguousError):
                await one.request("POST", f"http://{host}/{path}", body=b"x")
        assert len((await one.request("GET", f"http://{host}/plain", max_bytes=4096)).body) == 2048


@pytest.mark.parametrize(("read", "error"), [(True, RetryableError), (False, AmbiguousError)])
async def test_an_answer_that_is_late_or_lost_is_ambiguous_unless_the_call_reads(
    read: bool, error: type[ConnectorError]
) -> None:
    async def fail(request: web.Request) -> web.StreamResponse:
        if request.path == "/late":
            await asyncio.sleep(30)
        elif request.path == "/slow":
            response = web.StreamResponse(headers={"Content-Length": "9"})
            await response.prepare(request)
            await response.write(b"a")
            await asyncio.sleep(30)
        assert request.transport is not None
        if request.path == "/short":
            response = web.StreamResponse(headers={"Content-Length": "9"})
            await response.prepare(request)
            await response.write(b"a")
        request.transport.abort()
        return web.Response()

    async def called(one: GuardedClient, method: str, url: str) -> None:
        with pytest.raises(error) as failed:
            await one.request(method, url, body=b"secret", read=read)
        assert "hidden" not in str(failed.value.to_json())

    async with server(fail) as host, client(host, timeout_s=2.0) as one:
        urls = [f"http://{host}/{path}?q=hidden" for path in ("late", "slow", "short", "broken")]
        await asyncio.gather(*(called(one, method, url) for url in urls for method in ("POST", "PUT", "GET")))


async def test_nothing_is_sent_twice_by_itself() -> None:
    hits: list[str] = []

    async def once(request: web.Request) -> web.StreamResponse:
        hits.append(request.method)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with server(once) as host, client(host) as one:
        for method in ("GET", "PUT", "DELETE", "POST"):
            with pytest.raises(AmbiguousError):
                await one.request(method, f"http://{host}/")
    assert hits == ["GET", "PUT", "DELETE", "POST"]


async def test_what_was_not_sent_is_retryable() -> None:
    async with client("127.0.0.1") as one:
        with pytest.raises(RetryableError) as refused:
            await one.request("POST", "http://127.0.0.1:9/hooks?key=hidden", body=b"x")
    assert refused.value.message == "127.0.0.1:9 does not take connections."
    async with server(fine) as host, client(host) as one:
        with pytest.raises(RetryableError, match="secure"):
            await one.request("POST", f"https://{host}/", body=b"x")
    async with client() as one:
        with pytest.raises(RetryableError, match="name server"):
            await one.request("POST", "http://nobody.invalid/", body=b"x")


async def test_a_target_that_does_not_take_connections_in_time_is_retryable() -> None:
    """A full backlog: connecting hangs, and ends before the whole time limit does."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        host = "{}:{}".format(*deaf.getsockname())
        fillers = [socket.socket() for _ in range(4)]
        for one in fillers:
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())
        async with client(host, timeout_s=1.0) as caller:
            with pytest.raises(RetryableError, match="in time"):
                await caller.request("POST", f"http://{host}/", body=b"x")
        for one in fillers:
            one.close()


async def test_no_cookie_is_kept_and_no_proxy_taken_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")
    cookies: list[str | None] = []

    async def give(request: web.Request) -> web.StreamResponse:
        cookies.append(request.headers.get("Cookie"))
        response = web.Response()
        response.set_cookie("sid", "1")
        return response

    async with server(give) as host, client(host) as one:
        for _ in range(2):
            assert (await one.request("GET", f"http://{host}/")).status == 200
    assert cookies == [None, None]


async def test_connections_are_kept_alive() -> None:
    ports: set[int] = set()

    async def note(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        ports.add(request.transport.get_extra_info("peername")[1])
        return web.Response()

    async with server(note) as host, client(host) as one:
        for _ in range(5):
            await one.request("POST", f"http://{host}/", body=b"x")
    assert len(ports) == 1


@pytest.mark.parametrize(
    ("method", "url", "headers"),
    [
        ("GET", "http://127.0.0.1:9/", {"X": "a\r\nHost: inner"}),
        ("GET", "http://127.0.0.1:9/", {"X": "a\x00"}),
        ("GET", "http://127.0.0.1:9/", {"X\r\nY": "a"}),
        ("TRACE", "http://127.0.0.1:9/", {}),
        ("GET / HTTP/1.1\r\nX: y", "http://127.0.0.1:9/", {}),
        ("GET", "http://exa mple.com:x/", {}),
        ("GET", "http://[::1", {}),
    ],
)
async def test_what_cannot_be_sent_is_refused(method: str, url: str, headers: dict[str, str]) -> None:
    """Before a connection is tried: nothing listens there, and that is not what is told."""
    async with client("127.0.0.1:9") as one:
        with pytest.raises(PermanentError):
            await one.request(method, url, headers=headers)
