"""Lets other packages say what still needs a connection, so that it is not removed under them."""

from collections.abc import Callable, Iterable

Usage = Callable[[str], Iterable[str]]
"""Takes a connection's slug; names what uses it, in words for a person ("flow supplier-orders")."""

_usages: list[Usage] = []


def register_usage(usage: Usage) -> None:
    """Registers once, at start-up (an AppConfig's ``ready``)."""
    if usage not in _usages:
        _usages.append(usage)


def users_of(slug: str) -> tuple[str, ...]:
    return tuple(name for usage in _usages for name in usage(slug))
