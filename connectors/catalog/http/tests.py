"""What recorded conversations cannot show: tokens shared by many calls, limits, incomplete set-ups."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from connectors.registry import connector
from connectors.sdk.errors import ConfigurationError, PermanentError, RetryableError
from connectors.sdk.protocol import CallItem, ConnectionContext, Session
from connectors.sdk.types import JSON

POST = CallItem("key", {"method": "POST", "path": "/claims", "json": {}})


@dataclass
class Service:
    """An interface behind OAuth2: gives tokens that live ``life`` seconds, and knows the valid one."""

    host: str = ""
    life: float = 3600
    tokens: int = 0
    valid: set[str] = field(default_factory=set)
    refuse_tokens: int = 0
    calls: int = 0
    at_once: int = 0
    most_at_once: int = 0
    together: int = 1
    """So many calls are waited for before the first one is answered."""
    gathered: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        if request.path == "/token":
            await asyncio.sleep(0.02)
            self.tokens += 1
            if self.refuse_tokens:
                return web.Response(status=self.refuse_tokens)
            self.valid = {f"Bearer token-{self.tokens}"}
            return web.json_response({"access_token": f"token-{self.tokens}", "expires_in": self.life})
        self.calls += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.at_once >= self.together:
            self.gathered.set()
        await self.gathered.wait()
        await asyncio.sleep(0.01)
        self.at_once -= 1
        return web.Response(status=201 if request.headers.get("Authorization") in self.valid else 401)

    async def open(self, **changes: JSON) -> Session:
        oauth2 = {"kind": "oauth2", "token_url": f"http://{self.host}/token", "client_id": "fairlead"}
        config = {"base_url": f"http://{self.host}", "auth": oauth2} | changes
        context = ConnectionContext("1", "claims", config, {"client_secret": "hush"}, (self.host,), 4)
        return connector("http").open(context)


@asynccontextmanager
async def running() -> AsyncIterator[Service]:
    service = Service()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", service.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    service.host = "{}:{}".format(*runner.addresses[0][:2])
    try:
        yield service
    finally:
        await runner.cleanup()


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with running() as found:
        yield found


async def test_one_token_serves_many_calls_at_once(service: Service) -> None:
    service.together = 4
    session = await service.open()
    outcomes = await session.call("request", [POST] * 20)
    await session.close()
    assert all(one.error is None for one in outcomes)
    assert (service.tokens, service.calls) == (1, 20)
    assert service.most_at_once == 4


async def test_a_token_that_is_revoked_is_fetched_anew_once_for_all(service: Service) -> None:
    session = await service.open()
    await session.call("request", [POST])
    service.valid = set()
    outcomes = await session.call("request", [POST] * 4)
    await session.close()
    assert all(one.error is None for one in outcomes)
    assert service.tokens == 2


async def test_a_token_is_not_used_beyond_its_life(service: Service) -> None:
    service.life = 0.05
    session = await service.open()
    await session.call("request", [POST])
    await asyncio.sleep(0.06)
    await session.call("request", [POST])
    await session.close()
    assert service.tokens == 2
    assert service.calls == 2


@pytest.mark.parametrize(("status", "error"), [(401, ConfigurationError), (503, RetryableError)])
async def test_without_a_token_nothing_is_sent(service: Service, status: int, error: type[Exception]) -> None:
    service.refuse_tokens = status
    session = await service.open()
    (outcome,) = await session.call("request", [POST])
    await session.close()
    assert isinstance(outcome.error, error)
    assert service.calls == 0
    assert "hush" not in str(outcome.error.to_json())


@pytest.mark.parametrize(
    ("auth", "missing"),
    [
        ({"kind": "basic", "username": "u"}, "password"),
        ({"kind": "basic"}, "username"),
        ({"kind": "bearer"}, "token"),
        ({"kind": "api_key"}, "api_key"),
        ({"kind": "oauth2", "client_id": "c", "token_url": "https://x.example"}, "client_secret"),
        ({"kind": "kerberos"}, "kerberos"),
    ],
)
def test_an_incomplete_connection_does_not_open(auth: Mapping[str, JSON], missing: str) -> None:
    context = ConnectionContext("1", "x", {"base_url": "https://x.example", "auth": auth}, {})
    with pytest.raises(ConfigurationError, match=missing):
        connector("http").open(context)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"method": "BREW"}, "method"),
        ({"path": 7}, "path"),
        ({"path": "/a", "url": "https://x.example/a"}, "not both"),
        ({"json": {}, "text": "x"}, "json and text"),
        ({"json": {"n": 2**70}}, "JSON cannot carry"),
        ({"text": 7}, "text"),
        ({"query": "a=b"}, "query"),
        ({"query": {"a": {"b": 1}}}, "query: a"),
        ({"headers": {"Host": "inner"}}, "Host"),
        ({"headers": {"Cookie": "a=b"}}, "Cookie"),
        ({"headers": {"X": "a\r\nY: b"}}, "character"),
        ({"expected": 200}, "expected"),
    ],
)
async def test_arguments_that_do_not_fit_are_told(arguments: Mapping[str, JSON], words: str) -> None:
    """Before anything is sent: nothing listens at the address, and that is not what is told."""
    config = {"base_url": "http://127.0.0.1:9"}
    session = connector("http").open(ConnectionContext("1", "x", config, {}, ("127.0.0.1:9",)))
    (outcome,) = await session.call("request", [CallItem("k", arguments)])
    await session.close()
    assert isinstance(outcome.error, PermanentError)
    assert words in outcome.error.message


@pytest.mark.parametrize(
    ("operation", "arguments", "config", "expected"),
    [
        ("request", {"method": "GET"}, {}, "read"),
        ("request", {}, {}, "none"),
        ("request", {}, {"idempotency": "by_key"}, "by_key"),
        ("request", {"method": "HEAD"}, {"idempotency": "none"}, "read"),
        ("request", {"method": "POST"}, {}, "none"),
        ("request", {"method": "DELETE"}, {"idempotency": "by_key"}, "by_key"),
        ("fetch_all", {}, {}, "read"),
    ],
)
def test_whether_a_request_may_be_repeated(
    operation: str, arguments: Mapping[str, JSON], config: Mapping[str, JSON], expected: str
) -> None:
    assert connector("http").idempotency(operation, arguments, config) == expected
