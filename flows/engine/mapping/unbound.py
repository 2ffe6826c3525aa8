"""Variables that an expression reads and nothing binds: slips of the pen, which evaluate to nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from connectors.sdk.errors import Where
from flows.engine.mapping.authority.functions import BUILTINS
from flows.engine.mapping.expression import Expression
from flows.engine.mapping.positions import where_at
from flows.engine.mapping.syntax.tree import symbols

_SELVES = frozenset({"", "$"})
"""``$`` and ``$$``: the context and the whole input."""
_MUCH_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Unbound:
    """``near`` is a name that is bound and much like it, if there is one."""

    name: str
    where: Where
    near: str | None


def unbound(expression: Expression, given: Collection[str]) -> tuple[Unbound, ...]:
    """What is read but bound neither from outside (``given``, without ``$``) nor by JSONata itself nor
    anywhere in the expression, in the order of the text. Where in it a name is bound is not looked at,
    so that nothing is found fault with that may work."""
    parsed = expression.parsed
    nodes = tuple(symbols(parsed.tree))
    known = {*_SELVES, *BUILTINS, *given, *(name for one in nodes for name in _binds(one))}
    read = {
        parsed.start(one.position): one.value
        for one in nodes
        if one.type == "variable" and one.value not in known
    }
    return tuple(
        Unbound(name, where_at(parsed.source, at), _near(name, known)) for at, name in sorted(read.items())
    )


def _near(name: str, known: Collection[str]) -> str | None:
    return next(iter(get_close_matches(name, known, n=1, cutoff=_MUCH_ALIKE)), None)


def _binds(symbol: Any) -> Iterator[str]:
    """The names that a node binds: ``:=``, parameters, ``@`` and ``#``."""
    if symbol.type == "bind":
        yield symbol.lhs.value
    elif symbol.type == "lambda":
        yield from (one.value for one in symbol.arguments)
    elif symbol.type == "index":
        yield symbol.value
    yield from (name for name in (symbol.focus, symbol.index) if isinstance(name, str))
