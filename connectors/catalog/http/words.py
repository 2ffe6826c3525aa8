"""Values of a document as the texts that addresses, headers and forms are made of."""

from collections.abc import Iterator

from connectors.sdk.errors import PermanentError
from connectors.sdk.types import JSON


def pairs(where: str, value: JSON) -> list[tuple[str, str]]:
    """Names and texts; a list gives its name several times, null is left out."""
    if not isinstance(value, dict):
        raise PermanentError(f"{where}: give an object.")
    return [(name, text) for name, entry in value.items() for text in _texts(where, name, entry)]


def text_map(where: str, value: JSON) -> dict[str, str]:
    """Like ``pairs``, each name once."""
    return dict(pairs(where, value)) if value else {}


def _texts(where: str, name: str, value: JSON) -> Iterator[str]:
    for one in value if isinstance(value, list) else (value,):
        if one is None:
            continue
        yield _text(where, name, one)


def _text(where: str, name: str, value: JSON) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    raise PermanentError(f"{where}: {name[:60]} is neither text, number nor truth value.")
