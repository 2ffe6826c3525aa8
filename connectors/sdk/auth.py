"""The kinds of authentication that HTTP targets ask for, read from a connection.

The configuration's ``auth`` says which (``{"kind": "basic", "username": …}``); what is secret stands
in the connection's secrets: ``password``, ``token``, ``api_key``, ``client_secret``.
"""

import asyncio
import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote_plus, urlencode

from connectors.sdk.errors import ConfigurationError, RetryableError
from connectors.sdk.http import GuardedClient
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.replies import Reply
from connectors.sdk.statuses import status_error
from connectors.sdk.types import JSON

LEEWAY_S = 30.0
DEFAULT_LIFE_S = 300.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request carries. Not shown by ``repr``."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)


class Auth(Protocol):
    """Gives the credentials for each request."""

    async def credentials(self, client: GuardedClient) -> Credentials: ...

    async def renewed(self, client: GuardedClient, refused: Credentials) -> Credentials | None:
        """Other credentials after the target answered 401 to ``refused``; None where there are
        none, and the 401 stands."""
        ...


class FixedAuth:
    """Credentials that stay the same: none, basic, bearer and API key."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    async def credentials(self, client: GuardedClient) -> Credentials:
        return self._credentials

    async def renewed(self, client: GuardedClient, refused: Credentials) -> Credentials | None:
        return None


class ClientCredentials:
    """OAuth2 client credentials (RFC 6749 §4.4): the token is kept until shortly before its end,
    and fetched once however many calls wait for it."""

    def __init__(self, config: Mapping[str, JSON], client_id: str, secret: str) -> None:
        self._url = _required(config, "token_url")
        self._scope = config.get("scope", "")
        self._in_body = config.get("client_authentication", "basic") == "body"
        self._client_id = client_id
        self._secret = secret
        self._current: Credentials | None = None
        self._ends = 0.0
        self._lock = asyncio.Lock()

    async def credentials(self, client: GuardedClient) -> Credentials:
        current = self._current
        if current is not None and time.monotonic() < self._ends:
            return current
        return await self._fetch(client, current)

    async def renewed(self, client: GuardedClient, refused: Credentials) -> Credentials | None:
        return await self._fetch(client, refused)

    async def _fetch(self, client: GuardedClient, replaced: Credentials | None) -> Credentials:
        async with self._lock:
            if self._current is not None and self._current is not replaced:
                return self._current
            headers, body = self._request()
            # Fetching a token changes nothing at the target, and the call itself was not sent yet.
            reply = await client.request("POST", self._url, headers=headers, body=body, read=True)
            self._current, self._ends = self._read(reply)
            return self._current

    def _request(self) -> tuple[dict[str, str], bytes]:
        form = {"grant_type": "client_credentials"}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if self._scope:
            form["scope"] = self._scope
        if self._in_body:
            form |= {"client_id": self._client_id, "client_secret": self._secret}
        else:
            headers["Authorization"] = _basic(quote_plus(self._client_id), quote_plus(self._secret))
        return headers, urlencode(form).encode()

    def _read(self, reply: Reply) -> tuple[Credentials, float]:
        if reply.status in {400, 401, 403}:
            raise ConfigurationError(
                f"The token address at {reply.host} refuses the client ({reply.status}).",
                hint="Check the client id, the client secret and the scope.",
            )
        error = status_error(reply.status, reply.headers, reply.host)
        if error is not None:
            raise error
        answer = reply.json()
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token:
            raise RetryableError(f"The token address at {reply.host} answered without an access token.")
        life = answer.get("expires_in")
        seconds = float(life) if isinstance(life, int | float) and life > 0 else DEFAULT_LIFE_S
        ends = time.monotonic() + max(seconds - LEEWAY_S, seconds / 2)
        return Credentials({"Authorization": f"Bearer {token}"}), ends


def auth_of(context: ConnectionContext) -> Auth:
    """The authentication a connection is configured for; ConfigurationError where it is incomplete."""
    config = context.config.get("auth") or {}
    kind = config.get("kind", "none")
    secrets = context.secrets
    if kind == "none":
        return FixedAuth(Credentials())
    if kind == "basic":
        value = _basic(_required(config, "username"), _secret(secrets, "password"))
        return FixedAuth(Credentials({"Authorization": value}))
    if kind == "bearer":
        return FixedAuth(Credentials({"Authorization": f"Bearer {_secret(secrets, 'token')}"}))
    if kind == "api_key":
        return FixedAuth(_api_key(config, _secret(secrets, "api_key")))
    if kind == "oauth2":
        return ClientCredentials(config, _required(config, "client_id"), _secret(secrets, "client_secret"))
    raise ConfigurationError(f"The authentication {str(kind)[:40]!r} is unknown.")


def _api_key(config: Mapping[str, JSON], key: str) -> Credentials:
    if config.get("place", "header") == "query":
        return Credentials(query={config.get("parameter", "api_key"): key})
    return Credentials({config.get("header", "X-API-Key"): f"{config.get('prefix', '')}{key}"})


def _basic(name: str, password: str) -> str:
    return f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"


def _required(config: Mapping[str, JSON], name: str) -> str:
    value = config.get(name)
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"The connection's authentication lacks {name}.", hint="Enter it.")
    return value


def _secret(secrets: Mapping[str, str], name: str) -> str:
    value = secrets.get(name, "")
    if not value:
        raise ConfigurationError(
            f"The connection's secret {name} is not set.", hint="Enter it under secrets."
        )
    return value
