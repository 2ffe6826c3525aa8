"""Cuts records out of bytes as they come. Each knows its line; one that cannot be read spoils nobody
else: reading goes on at the next line."""

import codecs
import csv
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.batches import SourceUnreadable
from flows.engine.bodies import read_json
from flows.engine.encodings import safe_codec
from flows.engine.steps.batch.positions import Malformed, Portion, Position

ROW_LINES = 500
ROW_BYTES = 1_000_000
"""A quoted field may span lines, but not more: a quote that is never closed would swallow the file."""
SHOWN = 500
_WIDE = ("utf-16", "utf-32", "shift_jis", "gb18030", "gbk", "big5", "big5hkscs")
"""Encodings in which a byte of a character may look like a line's end or a quote."""


class Cutter(ABC):
    """``feed`` it bytes, ``take`` records; it holds no more than what was fed and not yet taken."""

    def __init__(self, charset: str | None, start: Position) -> None:
        self.start = start
        self._decode = _decoder(charset)
        self._lines: list[bytes] = []
        self._next = 0
        self._tail = b""
        self._nul = False
        self._last = False

    def feed(self, data: bytes, last: bool) -> None:
        """The bytes that follow; ``last``: none come after them."""
        data = self._tail + data
        if self.start.at == 0 and not self._lines and data.startswith(codecs.BOM_UTF8):
            data = data[3:]
            self.start = self.start._replace(at=3)
        lines = data.splitlines(keepends=True)
        self._tail = b""
        if not last and lines and not lines[-1].endswith(b"\n"):
            self._tail = lines.pop()
        self._lines = self._lines[self._next :] + lines
        self._next = 0
        self._nul = self._nul or b"\0" in data
        self._last = last

    def take(self, most: int) -> Portion | None:
        """At most so many records; fewer only at the end. None where more bytes are needed, or where
        nothing is left."""
        values: list[JSON] = []
        numbers: list[int] = []
        done = self._cut(self._next, most, values, numbers)
        if len(values) < most and not self._last:
            return None
        consumed = sum(map(len, self._lines[self._next : done]))
        start = self.start
        end = Position(start.number + len(values), start.line + done - self._next, start.at + consumed)
        self._next, self.start = done, end
        return Portion(values, numbers, start, end) if values else None

    @abstractmethod
    def _cut(self, begin: int, most: int, values: list[JSON], numbers: list[int]) -> int:
        """Adds records from the line ``begin`` on with their line numbers; the first line not used."""

    def _number(self, index: int) -> int:
        """The line number, from 1, of a line that is held."""
        return self.start.line + index - self._next + 1

    def _malformed(self, index: int, code: str, message: str) -> Malformed:
        text = self._lines[index][:SHOWN].decode("utf-8", "replace").replace("\0", "").rstrip("\r\n")
        return Malformed(code, message, text)


class JsonLinesCutter(Cutter):
    """A JSON value a line; blank lines are passed over."""

    def _cut(self, begin: int, most: int, values: list[JSON], numbers: list[int]) -> int:
        for index in range(begin, len(self._lines)):
            line = self._lines[index]
            if not line.strip():
                continue
            values.append(self._read(index, line))
            numbers.append(self._number(index))
            if len(values) == most:
                return index + 1
        return len(self._lines)

    def _read(self, index: int, line: bytes) -> JSON:
        try:
            return read_json(line.strip())
        except FairleadError as error:
            column = f" (column {error.where.column})" if error.where.column else ""
            return self._malformed(index, error.code, f"{error.message.rstrip('.')}{column}.")


DELIMITERS = (";", "\t", "|", ",")
_HINT = "Check the first line."
_HINTS = {
    "csv.encoding": "A picture, a spreadsheet or an archive is no CSV: export it as CSV in UTF-8, or name "
    "the encoding in the content type."
}
"""By the code of what is wrong with the header."""


class CsvCutter(Cutter):
    """Rows (RFC 4180, read strictly) as objects by the header's names, or as lists without one."""

    def __init__(
        self, charset: str | None, start: Position, delimiter: str, names: Sequence[str] | None
    ) -> None:
        super().__init__(charset, start)
        csv.field_size_limit(ROW_BYTES)
        self._delimiter = delimiter
        self._names = names

    def header(self) -> list[str]:
        """Takes the first row as the names of the fields; raises SourceUnreadable."""
        found = self.take(1)
        if found is None:
            raise SourceUnreadable("The file holds no row.", hint="Send a file with a header and rows.")
        self.start = self.start._replace(number=0)
        row = found.values[0]
        if isinstance(row, Malformed):
            raise SourceUnreadable(
                f"The header cannot be read: {row.message}", hint=_HINTS.get(row.code, _HINT)
            )
        if len(set(row)) != len(row):
            raise SourceUnreadable("The header names a field twice.", hint="Give each column its own name.")
        if other := self._other_delimiter(row):
            raise SourceUnreadable(
                f"The header is one field, {row[0][:60]!r}.",
                hint=f"Where {other!r} parts the fields, say so in the step.",
            )
        self._names = list(row)
        return self._names

    def _other_delimiter(self, header: list[str]) -> str | None:
        """What may part the fields, where the step's delimiter does not."""
        found = (one for one in DELIMITERS if one != self._delimiter and one in header[0])
        return next(found, None) if len(header) == 1 else None

    def _cut(self, begin: int, most: int, values: list[JSON], numbers: list[int]) -> int:
        while begin < len(self._lines) and len(values) < most:
            begin, faulty = self._run(begin, most, values, numbers)
            if faulty is None:
                break
            if not self._last and faulty.startswith("unexpected end") and not self._too_long(begin):
                break  # the rest of this row may be on its way
            values.append(self._malformed(begin, "csv.row", f"The row cannot be read: {faulty}."))
            numbers.append(self._number(begin))
            begin += 1
        return begin

    def _run(self, begin: int, most: int, values: list[JSON], numbers: list[int]) -> tuple[int, str | None]:
        """Reads until the lines are used up, enough was read, or a row is faulty: the line where it
        stopped, and what is wrong there."""
        reader = csv.reader(map(self._decode, self._lines[begin:]), delimiter=self._delimiter, strict=True)
        row_at, undecodable = begin, 0
        while True:
            try:
                for row in reader:
                    if row:
                        values.append(self._value(row, row_at))
                        numbers.append(self._number(row_at))
                    row_at = begin + reader.line_num + undecodable
                    if len(values) >= most:
                        return row_at, None
                return len(self._lines), None
            except UnicodeDecodeError:
                undecodable += 1
                spoilt = begin + reader.line_num + undecodable - 1
                text = "The line holds bytes that are no text in the file's encoding."
                values.append(self._malformed(row_at, "csv.encoding", text))
                numbers.append(self._number(row_at))
                row_at = spoilt + 1
                if len(values) >= most:
                    return row_at, None
            except csv.Error as error:
                return row_at, str(error)

    def _value(self, row: list[str], at: int) -> JSON:
        names = self._names
        if self._nul and any("\0" in cell for cell in row):
            return self._malformed(at, "csv.nul", "The row holds a NUL character, which no database keeps.")
        if names is None:
            return row
        if len(row) == len(names):
            return dict(zip(names, row, strict=True))
        count = f"{len(row)} field{'s' if len(row) != 1 else ''}"
        return self._malformed(at, "csv.fields", f"The row has {count}, but the header names {len(names)}.")

    def _too_long(self, begin: int) -> bool:
        held = self._lines[begin : begin + ROW_LINES]
        return len(held) == ROW_LINES or sum(map(len, held)) + len(self._tail) > ROW_BYTES


def _decoder(charset: str | None) -> Callable[[bytes], str]:
    codec = safe_codec(charset or "utf-8")
    if codec is None or codec.startswith(_WIDE):
        raise SourceUnreadable(
            f"A file in the encoding {charset!r} cannot be read line by line.", hint="Send it as UTF-8."
        )
    if codec == "utf-8":
        return bytes.decode
    return lambda line: line.decode(codec)
