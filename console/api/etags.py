"""ETag and If-Match: a change names the revision it was made on."""

from rest_framework.request import Request

from console.api.problems import PreconditionRequired
from flows.facade.errors import Stale


def etag(revision: int) -> str:
    return f'"{revision}"'


def revision_wanted(request: Request, *, required: bool) -> int | None:
    """The revision in If-Match; None for ``*``, and for no header where none is required."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        if required:
            raise PreconditionRequired(
                "This change needs the header If-Match.",
                hint="Read the draft, send its ETag as If-Match, and read again after a 412.",
            )
        return None
    if header == "*":
        return None
    text = header.removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Stale("The If-Match header names no revision of this draft.", hint="Send the draft's ETag.")
    return int(text)
