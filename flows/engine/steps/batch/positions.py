"""Where in a source a chunk begins and ends, as it is kept beside the chunk and read again."""

from typing import NamedTuple

from connectors.sdk.types import JSON


class Position(NamedTuple):
    """``number`` records and ``line`` lines lie before; ``at`` is the source's own place: bytes of a
    file, items of a list, page and items of pages."""

    number: int = 0
    line: int = 0
    at: JSON = 0

    def to_json(self) -> list[JSON]:
        return [self.number, self.line, self.at]


def position_of(stored: JSON) -> Position:
    """The position that ``to_json`` gave; the beginning where there is none."""
    return Position(*stored) if stored else Position()


class Malformed(NamedTuple):
    """A record that cannot be read, in its place among the others."""

    code: str
    message: str
    text: str
    """The record as it stands in the source, shortened."""


class Portion(NamedTuple):
    """Records in the order of the source, each a value or Malformed, with the lines they begin in,
    and the positions before the first and behind the last."""

    values: list[JSON]
    lines: list[int]
    start: Position
    end: Position
