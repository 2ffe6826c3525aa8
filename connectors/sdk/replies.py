"""An HTTP answer, read whole and within its limit."""

from collections.abc import Mapping
from email.message import Message
from typing import NamedTuple

import orjson

from connectors.sdk.errors import PermanentError
from connectors.sdk.types import JSON


class Reply(NamedTuple):
    """``headers`` is looked up without regard to case; ``url`` is the last one of redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    host: str

    def json(self) -> JSON:
        """The body as JSON; PermanentError where it is none (an HTML page of a proxy, say)."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            kind = self.headers.get("Content-Type", "no content type").split(";")[0][:80]
            raise PermanentError(
                f"{self.host} answered {self.status} with a body that is not JSON ({kind}).",
                hint="Check that the address is that of the interface and not of a web page.",
            ) from None

    def text(self) -> str | None:
        """The body as text in the charset it names, or UTF-8; None where it is neither."""
        kind = Message()
        kind["Content-Type"] = self.headers.get("Content-Type", "")
        charset = kind.get_content_charset("utf-8")
        try:
            return self.body.decode(charset)
        except (LookupError, UnicodeDecodeError):
            return None
