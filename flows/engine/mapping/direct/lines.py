"""The text of a program while it is written."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from flows.engine.mapping.direct.values import Kind, Value


class Lines:
    """Statements, one after the other. ``deepest``: so many levels its result has at the most, beside what
    it takes over from the message as it is."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._indent = 1
        self._names = 0
        self._known: list[dict[Hashable, Value]] = [{}]
        self.deepest = 0

    def add(self, statement: str) -> None:
        """Another statement."""
        self._lines.append("    " * self._indent + statement)

    def refuse(self, test: str) -> None:
        """Leaves the message to others where ``test`` holds."""
        with self.below(f"if {test}:"):
            self.add("raise LeftToAuthority")

    def where_defined(self, value: Value, statement: str) -> None:
        """Another statement, for what may be undefined only where it is not."""
        if value.defined:
            self.add(statement)
        else:
            with self.below(f"if {value.code} is not UNDEFINED:"):
                self.add(statement)

    @contextmanager
    def below(self, head: str) -> Iterator[None]:
        """What is added meanwhile stands below ``head``."""
        self.add(head)
        self._indent += 1
        self._known.append({})
        yield
        self._known.pop()
        self._indent -= 1

    def name(self, prefix: str = "value") -> str:
        """A local name that is not in use."""
        self._names += 1
        return f"{prefix}_{self._names}"

    def let(self, code: str, kind: Kind = Kind.ANY, *, defined: bool = False, fresh: bool = False) -> Value:
        """A new local name for what ``code`` comes to."""
        made = self.name()
        self.add(f"{made} = {code}")
        return Value(made, kind, defined, fresh)

    def once(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What was made of the same before, in sight of here; nothing may change it afterwards."""
        for known in self._known:
            if key in known:
                return known[key]
        made = self._known[-1][key] = make()
        return made

    def named(self, value: Value) -> Value:
        """The value under a name, where it is a literal."""
        if value.code.isidentifier():
            return value
        return self.let(value.code, value.kind, defined=value.defined, fresh=value.fresh)

    def stored(self, value: Value, depth: int) -> str:
        """The value as it goes into the result, below so many levels."""
        code = value.code
        self.deepest = max(self.deepest, depth)
        if value.fresh or value.kind in (Kind.TEXT, Kind.TRUTH):
            return code
        if value.kind is Kind.NUMBER:
            return f"int({code}) if type({code}) is float and {code}.is_integer() else {code}"
        return f"{code} if type({code}) is str or type({code}) is int else exact({code}, depth - {depth})"

    def function(self, result: str) -> str:
        """The whole program."""
        return "\n".join(
            ["def program(document, bindings, depth, most):", *self._lines, f"    return {result}", ""]
        )
