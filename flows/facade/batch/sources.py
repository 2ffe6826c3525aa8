"""Where the records come from, one portion at a time, and from any position on."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from connectors.connections.sessions import SessionPool
from connectors.sdk.errors import ConnectorError
from connectors.sdk.protocol import CallItem
from connectors.sdk.types import JSON
from flows.engine.batches import ListSource, PagesSource, SourceUnreadable
from flows.engine.steps.batch.positions import Portion, Position
from flows.facade.batch.calling import call
from flows.facade.batch.sending import Beside
from flows.store.batches import Books

T = TypeVar("T")


class Reader(Protocol):
    """``size`` is that of the whole source in its own unit, 0 where it is not known."""

    kind: str
    size: int

    async def open(self) -> None:
        """Looks whether the source is there; raises SourceUnreadable."""
        ...

    async def start(self, position: Position) -> None:
        """The next portion begins here."""
        ...

    async def take(self, most: int) -> Portion | None:
        """At most so many records; None at the end. Raises SourceUnreadable and ConnectorError."""
        ...

    def measure(self, portion: Portion) -> int:
        """How much of the size the portion covers."""
        ...


class ListReader:
    """A list inside the execution."""

    kind = "list"

    def __init__(self, source: ListSource) -> None:
        self._items = source.items
        self._at = 0
        self.size = len(source.items)

    async def open(self) -> None:
        """It is there."""

    async def start(self, position: Position) -> None:
        self._at = position.number

    async def take(self, most: int) -> Portion | None:
        begin, end = self._at, min(self._at + most, self.size)
        if begin == end:
            return None
        self._at = end
        lines = list(range(begin + 1, end + 1))
        return Portion(self._items[begin:end], lines, Position(begin, begin, begin), Position(end, end, end))

    def measure(self, portion: Portion) -> int:
        return len(portion.values)


class PagesReader:
    """What an operation answers, page after page. A position holds the page's arguments and how many of
    its records lie before, so that a page is asked for again where reading goes on inside it."""

    kind = "pages"
    size = 0

    def __init__(self, source: PagesSource, sessions: SessionPool, key: str, beside: Beside) -> None:
        self._source = source
        self._sessions = sessions
        self._key = key
        self._beside = beside
        self._arguments: Mapping[str, JSON] | None = source.arguments
        self._page: list[JSON] | None = None
        self._following: Mapping[str, JSON] | None = None
        self._skip = 0
        self._number = 0

    async def open(self) -> None:
        """The first page tells."""

    async def start(self, position: Position) -> None:
        place: Any = position.at or {"arguments": dict(self._source.arguments), "skip": 0}
        self._arguments, self._skip, self._page = place["arguments"], place["skip"], None
        self._number = position.number

    async def take(self, most: int) -> Portion | None:
        while self._arguments is not None:
            if self._page is None:
                await self._ask()
            page = self._page or []
            values = page[self._skip : self._skip + most]
            if values:
                return self._portion(values)
            self._turn()
        return None

    def measure(self, portion: Portion) -> int:
        return 0

    async def _ask(self) -> None:
        item = CallItem(self._key, self._arguments or {})
        [outcome] = await call(self._sessions, self._source.connection, self._source.operation, [item])
        if outcome.error is not None:
            raise outcome.error
        self._page = await self._beside(self._source.records, outcome.output)
        self._following = await self._beside(self._source.following, item.arguments, outcome.output)
        if self._following == item.arguments:
            raise SourceUnreadable("The next page is the same again.", hint="Check how the pages follow.")

    def _turn(self) -> None:
        self._arguments, self._page, self._skip = self._following, None, 0

    def _portion(self, values: list[JSON]) -> Portion:
        start = self._position()
        self._number += len(values)
        self._skip += len(values)
        return Portion(values, list(range(start.number + 1, self._number + 1)), start, self._position())

    def _position(self) -> Position:
        place = {"arguments": dict(self._arguments or {}), "skip": self._skip}
        return Position(self._number, self._number, place)


class SelectionReader:
    """The failed records of an earlier batch, in place of the source."""

    kind = "records"

    def __init__(self, books: Books, source: UUID, size: int) -> None:
        self._books = books
        self._source = source
        self.size = size
        self._position = Position()

    async def open(self) -> None:
        """It is there."""

    async def start(self, position: Position) -> None:
        self._position = position

    async def take(self, most: int) -> Portion | None:
        start = self._position
        rows = await self._books.selected(self._source, int(start.at or 0), most)
        if not rows:
            return None
        values, lines = [value for _, _, value in rows], [line for _, line, _ in rows]
        self._position = Position(start.number + len(rows), lines[-1], rows[-1][0])
        return Portion(values, lines, start, self._position)

    def measure(self, portion: Portion) -> int:
        return len(portion.values)


Unreadable = (SourceUnreadable, ConnectorError)
