"""Tells the supplier portal where to send and which secret to sign with."""

import os
from pathlib import Path

import orjson

from console.accounts.models import User
from flows.facade import access, webhooks

FLOW = "supplier-orders"
FILE = "portal-hook.json"


def load(analyst: User, state: Path) -> None:
    """Writes ``portal-hook.json``; the secret stays the same as long as it is valid."""
    base = os.environ.get("FAIRLEAD_BASE_URL", "http://localhost:8000")
    url = base + webhooks.address_of(FLOW)
    path = state / FILE
    flow = access.flow_for(analyst, FLOW, "publish")
    kept = _kept_secret(path)
    secret = kept if kept in webhooks.valid_secrets(flow.pk) else webhooks.rotate(analyst, FLOW).secret
    content = orjson.dumps({"url": url, "secret": secret})
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(path)


def _kept_secret(path: Path) -> str:
    try:
        return str(orjson.loads(path.read_bytes())["secret"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
