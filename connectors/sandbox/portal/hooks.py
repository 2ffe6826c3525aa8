"""Where the portal sends to, and the signature it sends with (Standard Webhooks)."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
from standardwebhooks.webhooks import Webhook

HOOK_FILE = "portal-hook.json"


@dataclass(frozen=True, slots=True)
class Hook:
    """The receiver's address and the secret shared with it."""

    url: str
    secret: str

    def __repr__(self) -> str:
        return f"Hook(url={self.url!r})"

    def headers(self, message_id: str, body: bytes, content_type: str) -> dict[str, str]:
        """The headers of one attempt, signed for now."""
        now = datetime.now(UTC)
        signature = Webhook(self.secret).sign(message_id, now, body.decode())
        return {
            "Content-Type": content_type,
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        }


def configured_hook() -> Hook | None:
    """From FAIRLEAD_PORTAL_HOOK_URL and FAIRLEAD_PORTAL_HOOK_SECRET, else from portal-hook.json
    (``{"url", "secret"}``) in the state directory; None where there is neither yet."""
    url = os.environ.get("FAIRLEAD_PORTAL_HOOK_URL", "")
    secret = os.environ.get("FAIRLEAD_PORTAL_HOOK_SECRET", "")
    if url and secret:
        return Hook(url, secret)
    try:
        kept = orjson.loads((Path(os.environ.get("FAIRLEAD_STATE_DIR", ".")) / HOOK_FILE).read_bytes())
        return Hook(str(kept["url"]), str(kept["secret"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
