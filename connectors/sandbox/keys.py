"""Keys of the sandbox servers: from the environment, or generated once into the state directory."""

import os
import secrets
from pathlib import Path


def kept_key(path: Path, variable: str, prefix: str = "") -> str:
    """The key in the environment variable, else in the file, else a fresh one kept there (0600)."""
    given = os.environ.get(variable, "")
    if given:
        return given
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        pass
    key = prefix + secrets.token_hex(20)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key + "\n")
    return key
