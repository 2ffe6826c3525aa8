"""One place that does not fit a schema."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """``path`` is the JSON path (``$`` the root), ``message`` ends a sentence that begins with it."""

    parts: tuple[str | int, ...]
    path: str
    message: str
    keyword: str
    cause: Exception | None = None
