"""The console's page and files: caching, headers, and what the content policy lets run."""

import base64
import hashlib
import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from console import pages
from console.accounts.roles import PERMITTED, SECTIONS
from console.lifespan import Application, Receive, Scope, Send

_THEME = "document.documentElement.dataset.theme = 'dark'"
_PAGE = f"<!doctype html><script>{_THEME}</script><script type=module src=/assets/app-1a2b.js></script>"


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> Path:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text(_PAGE)
    (dist / "assets" / "app-1a2b.js").write_text("1")
    (dist / "favicon.svg").write_text("<svg/>")
    settings.FRONTEND_DIST = dist
    return dist


@pytest.mark.parametrize("path", ["/nowhere", "/flow", "/flows2/x", "/admin/", "/api", "/.env"])
def test_an_address_without_a_page_is_not_found_and_the_page_says_so(built: Path, path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer.content.decode()) == (404, _PAGE)


def test_the_sections_are_those_of_the_console() -> None:
    router = Path(django_settings.BASE_DIR, "frontend/src/app/router.tsx").read_text("utf-8")
    routes = re.findall(r'section\("([^"]+)"', router)
    assert sorted(routes) == sorted({**SECTIONS, **PERMITTED})


@pytest.mark.parametrize(
    "path", ["/", "/flows", "/flows/", "/flows/supplier-orders/design", "/executions/1", "/audit?actor=x"]
)
def test_every_address_of_the_browser_leads_to_the_page(built: Path, path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer.content.decode()) == (200, _PAGE)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "csrftoken" in answer.cookies


def test_only_reading_is_allowed_there(built: Path) -> None:
    assert Client().post("/flows").status_code == 405


@pytest.mark.parametrize("path", ["/api/v9/", "/hooks/x", "/assets/gone.js"])
def test_other_addresses_are_no_pages(built: Path, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_policy_lets_our_own_scripts_run_and_no_others(built: Path) -> None:
    policy = Client().get("/").headers["Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(_THEME.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_without_a_build_it_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path / "none"
    answer = Client().get("/")
    assert answer.status_code == 503
    assert b"./run" in answer.content


async def test_hashed_files_are_kept_and_others_are_asked_for_again(built: Path) -> None:
    hashed = await _headers_of("/assets/app-1a2b.js")
    assert b"immutable" in hashed[b"cache-control"]
    assert b"script-src" in hashed[b"content-security-policy"]
    assert (await _headers_of("/favicon.svg"))[b"cache-control"] == b"max-age=0, public"


async def test_a_new_build_is_served_without_a_restart(built: Path) -> None:
    served = pages.with_static_files(_nothing)
    assert b"immutable" in (await _headers_of("/assets/app-1a2b.js", served))[b"cache-control"]
    (built / "assets" / "app-1a2b.js").unlink()
    (built / "assets" / "app-3c4d.js").write_text("2")
    (built / "index.html").write_text("<!doctype html><script>1</script>")
    headers = await _headers_of("/assets/app-3c4d.js", served)
    digest = base64.b64encode(hashlib.sha256(b"1").digest())
    assert digest in headers[b"content-security-policy"]
    with pytest.raises(AssertionError):
        await _headers_of("/assets/app-1a2b.js", served)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError(f"{scope['path']} is a file")


async def _headers_of(path: str, served: Application | None = None) -> dict[bytes, bytes]:
    """The headers that the file server, in front of an application that knows nothing, answers with."""
    sent: list[dict[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(dict(message))

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    await (served or pages.with_static_files(_nothing))(scope, receive, send)
    return dict(sent[0]["headers"])
