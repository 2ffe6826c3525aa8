"""Telling a secret from an ordinary setting, so that none ends up where it can be read."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from connectors.sdk.types import JSON

_NAME = re.compile(
    r"(^|_)(password|passwd|passphrase|secret|api_?key|private_?key|token|credentials?|authorization)$"
)
_CREDENTIALS = re.compile(r"^\s*(bearer|basic|token)\s+\S{8,}", re.IGNORECASE)
_PRIVATE_KEY = "-----BEGIN"


def secret_name(name: str) -> bool:
    """True where a setting of this name would hold a secret (``client_secret``, ``apiKey``)."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
    return _NAME.search(snake) is not None


def secret_value(value: str) -> bool:
    """True where the text itself is a credential: an Authorization value, a private key, or an
    address with a password in it."""
    if _CREDENTIALS.match(value) or _PRIVATE_KEY in value:
        return True
    if "@" not in value or "://" not in value:
        return False
    try:
        return urlsplit(value).password is not None
    except ValueError:
        return False


def secret_paths(config: JSON, secret_fields: tuple[str, ...] = (), at: str = "") -> Iterator[str]:
    """The paths in ``config`` that hold what belongs into a sealed secret."""
    if isinstance(config, dict):
        for name, value in config.items():
            here = f"{at}/{name}" if at else str(name)
            if (secret_name(str(name)) or name in secret_fields) and not isinstance(
                value, bool | dict | list
            ):
                yield here
            else:
                yield from secret_paths(value, secret_fields, here)
    elif isinstance(config, list):
        for index, value in enumerate(config):
            yield from secret_paths(value, secret_fields, f"{at}/{index}")
    elif isinstance(config, str) and secret_value(config):
        yield at or "(root)"
