"""The built console: its files, and the one page that every address of the browser leads to."""

import asyncio
import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import cast
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from servestatic import ServeStaticASGI

from console.accounts.roles import PERMITTED, SECTIONS
from console.lifespan import Application, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_NOT_BUILT = "The pages of the console are not built here. Start Fairlead with ./run, or build frontend/."


def with_static_files(application: Application) -> Application:
    """Serve the built files in front of ``application``; names with a hash may be kept for ever."""
    root: Path = settings.FRONTEND_DIST
    return _Files(application, root) if root.is_dir() else application


class _Files:
    """The files are listed once and again after a new build, whose names nobody knew before."""

    def __init__(self, application: Application, root: Path) -> None:
        self._application = application
        self._root = root
        self._build = -1
        self._served = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._build != (build := _build_of(self._root)):
            self._served = await asyncio.to_thread(_serving, self._application, self._root)
            self._build = build
        await self._served(scope, receive, send)


def _build_of(root: Path) -> int:
    """Another number for each build: the page names the files, so it is written with them."""
    try:
        return (root / "index.html").stat().st_mtime_ns
    except OSError:
        return 0


def _serving(application: Application, root: Path) -> Application:
    served = ServeStaticASGI(
        application,
        root=root,
        max_age=0,
        allow_all_origins=False,
        add_headers_function=_add_headers,
        immutable_file_test=lambda _path, url: url.startswith("/assets/"),
    )
    return cast(Application, served)


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    for name, value in security_headers().items():
        headers[name] = value


@require_safe
@ensure_csrf_cookie
def index(request: HttpRequest) -> HttpResponse:
    """The single page; always revalidated, so that a new build is seen at the next visit. Under an
    address that is none of the console's it says so itself, and goes with status 404."""
    page = settings.FRONTEND_DIST / "index.html"
    if not page.is_file():
        return HttpResponse(_NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    status = 200 if is_page(request.path) else 404
    return HttpResponse(page.read_bytes(), status=status, headers={"Cache-Control": "no-cache"})


def is_page(path: str) -> bool:
    """Whether the console has pages there: its root, and what lies below the name of a section."""
    section = path.split("/")[1]
    return path == "/" or section in SECTIONS or section in PERMITTED


def security_headers() -> dict[str, str]:
    """What every answer carries. Styles may stand in attributes, since the component library sets
    sizes there; a script must be a file of ours or an inline script of the built page itself."""
    return _headers_of(settings.FRONTEND_DIST, _build_of(settings.FRONTEND_DIST))


@lru_cache(maxsize=1)
def _headers_of(root: Path, _build: int) -> dict[str, str]:
    page = root / "index.html"
    scripts = _INLINE_SCRIPT.findall(page.read_bytes()) if page.is_file() else []
    policy = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *map(_script_hash, scripts)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


def _script_hash(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
