"""What the pages of the sandbox servers share: headers, and files beside the page."""

from pathlib import Path

from aiohttp import web

_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_FILES = frozenset({"page.js", "page.css"})


def page(text: str) -> web.Response:
    """A page, or a part of one."""
    return web.Response(text=text, content_type="text/html", headers=_HEADERS)


def file(folder: Path, name: str) -> web.Response:
    """A page's script or style; 404 for every other name."""
    if name not in _FILES:
        raise web.HTTPNotFound
    path = folder / name
    return web.Response(text=path.read_text("utf-8"), content_type=_TYPES[path.suffix], headers=_HEADERS)
