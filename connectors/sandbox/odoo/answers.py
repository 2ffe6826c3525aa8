"""HTTP answers in the forms that Odoo and its web server give."""

import orjson
from aiohttp import web

from connectors.sandbox.odoo.errors import OdooError
from connectors.sdk.types import JSON

STATUS_PAGES = {
    401: ("Unauthorized", "User not authenticated, use the 'Authorization' header"),
    404: ("Not Found", "The requested URL was not found on the server."),
    415: ("Unsupported Media Type", "Request inferred type is not compatible with this route."),
    500: (
        "Internal Server Error",
        "The server encountered an internal error and was unable to complete your request.",
    ),
}


def answer(value: JSON, status: int = 200) -> web.Response:
    """A JSON answer. The connection is closed after it, as the real server does."""
    response = web.Response(
        body=orjson.dumps(value), status=status, content_type="application/json", charset="utf-8"
    )
    response.force_close()
    return response


def failure(error: OdooError) -> web.Response:
    """An error of JSON-2."""
    response = answer(error.body(), error.status)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def html(status: int) -> web.Response:
    """A page of the web server itself, where JSON was hoped for."""
    title, text = STATUS_PAGES[status]
    page = (
        f"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n"
    )
    response = web.Response(text=page, status=status, content_type="text/html")
    response.force_close()
    return response
