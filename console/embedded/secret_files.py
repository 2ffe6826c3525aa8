"""The secrets and passwords of an installation: made at its first start, readable by its owner only."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

PERSONAS = ("analyst", "steward", "operator", "admin", "client")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that people mistake for one another when they type them."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """``mark`` names the installation; its processes carry it, so that leftovers can be told as ours."""

    mark: str
    secret_key: str
    sealing_key: str
    database_password: str


def load_secrets(path: Path) -> Secrets:
    """Read the secrets, making them at the first start."""
    if not path.exists():
        made = Secrets(
            mark=secrets.token_hex(6),
            secret_key=secrets.token_urlsafe(48),
            sealing_key=base64.b64encode(secrets.token_bytes(32)).decode(),
            database_password=secrets.token_urlsafe(24),
        )
        write_private(path, json.dumps(asdict(made), indent=2))
    return Secrets(**json.loads(path.read_text()))


def load_credentials(path: Path) -> Mapping[str, str]:
    """The password of each persona of the demonstration, made at the first start."""
    if not path.exists():
        write_private(path, json.dumps({name: _password() for name in PERSONAS}, indent=2))
    credentials: dict[str, str] = json.loads(path.read_text())
    return credentials


def write_private(path: Path, text: str) -> None:
    """Write all of it or nothing, for the owner's eyes only."""
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
