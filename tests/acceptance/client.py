"""A REST client and a look into the sandbox Odoo, for tests that use an installation from outside."""

import json
import urllib.error
import urllib.request
from copy import copy
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any, Self

from tests.acceptance.harness import Installation


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body, the body as JSON where it is."""

    status: int
    headers: dict[str, str]
    body: Any


class Client:
    """Speaks to the console with a bearer token, or with the cookies of a session."""

    def __init__(self, base_url: str, token: str = "") -> None:
        self._base_url = base_url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def at(self, base_url: str) -> Self:
        """The same client towards another address of the installation."""
        other = copy(self)
        other._base_url = base_url
        return other

    def get(self, path: str) -> Answer:
        return self._send(urllib.request.Request(self._base_url + path, headers=self._headers))

    def post(self, path: str, body: Any, content_type: str = "application/json") -> Answer:
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        csrf = next((one.value or "" for one in self._cookies if one.name == "csrftoken"), "")
        headers = {**self._headers, "Content-Type": content_type, "X-CSRFToken": csrf}
        return self._send(urllib.request.Request(self._base_url + path, data=raw, headers=headers))

    def sign_in(self, username: str, password: str) -> Answer:
        """As the sign-in page does: first the page, whose cookie guards the form, then the form."""
        self.get("/")
        return self.post("/api/v1/session/", {"username": username, "password": password})

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=120) as answer:
                return _read(answer.status, answer.headers.items(), answer.read())
        except urllib.error.HTTPError as refusal:
            return _read(refusal.code, refusal.headers.items(), refusal.read())


def _read(status: int, headers: Any, raw: bytes) -> Answer:
    found = {name.lower(): value for name, value in headers}
    is_json = "json" in found.get("content-type", "")
    return Answer(status, found, json.loads(raw) if is_json and raw else raw)


def client_of(installation: Installation, user: str) -> Client:
    """A client with a fresh token of ``user``, made as an administrator makes one."""
    made = installation.command("manage", "token", user)
    assert made.returncode == 0, made.stderr
    return Client(installation.base_url, made.stdout.strip())


def odoo_of(installation: Installation) -> Client:
    """A client of the sandbox Odoo: JSON-2 as any client of Odoo 19 speaks it, and its switches."""
    key = (installation.state_dir / "sandbox-odoo" / "odoo-api-key").read_text().strip()
    return Client(f"http://127.0.0.1:{installation.port + 2}", key)


def odoo_records(installation: Installation, model: str, domain: list[Any], *fields: str) -> list[Any]:
    """What the sandbox Odoo holds."""
    question = {"domain": domain, "fields": list(fields)}
    answer = odoo_of(installation).post(f"/json/2/{model}/search_read", question)
    assert answer.status == 200, answer.body
    found: list[Any] = answer.body
    return found
