"""The one door of the web process: each request goes to the part that answers it.

Webhooks and REST starts go to the intake, web sockets to the live consumers, the built console's
files to servestatic, and everything else to Django. The intake also runs alone, as a process of
its own; here it makes a single address enough.
"""

import os
import re
from typing import cast

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings.embedded")
_django = get_asgi_application()

# These import models, so they come after the set-up of Django.
from console.bodies import BodyLimit  # noqa: E402
from console.intake.app import application as _intake  # noqa: E402
from console.lifespan import Application, AtOnce, Lifespan, Receive, Reply, Scope, Send  # noqa: E402
from console.live.routing import application as _live  # noqa: E402
from console.pages import with_static_files  # noqa: E402
from console.workers import waking  # noqa: E402

_REST_START = re.compile(r"/api/v1/flows/[^/]+/(?:executions|files)/?")


def is_intake(method: str, path: str) -> bool:
    """Whether the intake answers: any webhook, and the REST starts, by a document or a file."""
    return path.startswith("/hooks/") or (method == "POST" and _REST_START.fullmatch(path) is not None)


class Dispatcher:
    """Hands each scope to the application that owns it."""

    def __init__(self, *, intake: Application, live: Application, pages: Application) -> None:
        self._intake = intake
        self._live = live
        self._pages = pages
        self._lifespan = Lifespan([intake])
        self._at_once: AtOnce | None = getattr(intake, "at_once", None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._owner(scope)(scope, receive, send)

    def at_once(self, scope: Scope, body: bytes, reply: Reply) -> bool:
        """What the intake can take at once; of anything else it says that it cannot."""
        return self._at_once is not None and self._at_once(scope, body, reply)

    def _owner(self, scope: Scope) -> Application:
        if scope["type"] == "lifespan":
            return self._lifespan
        if scope["type"] == "websocket":
            return self._live
        return self._intake if is_intake(scope["method"], scope["path"]) else self._pages


waking.install()  # for the views; the intake rings by itself
application = Dispatcher(
    intake=_intake, live=_live, pages=BodyLimit(with_static_files(cast(Application, _django)))
)
