"""The parse rule for CSV: rows to objects by the header, or to lists without one. All values are
texts; a row that does not fit the header is refused rather than guessed at."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.errors import BodyMalformed

MAX_ROWS = 200_000
_FIELD_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class CsvRule:
    """``delimiter`` is one character; ``header``: the first row names the fields."""

    delimiter: str = ","
    header: bool = True


COMMON = CsvRule()
"""Commas and a header: how CSV is read where nothing else is said."""


def parse_csv(text: str, rule: CsvRule = COMMON) -> list[JSON]:
    """The rows of a CSV text (RFC 4180; blank lines are passed over).

    Raises:
        BodyMalformed: with the line.
    """
    if "\0" in text:
        raise BodyMalformed(
            "The CSV holds a NUL character.", where=Where(line=text.count("\n", 0, text.index("\0")) + 1)
        )
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=rule.delimiter, strict=True)
    try:
        return _rows(reader, rule.header)
    except csv.Error as error:
        raise BodyMalformed(
            f"The CSV cannot be read: {error}.",
            hint="Check the quotes and the delimiter.",
            where=Where(line=reader.line_num),
        ) from None


def _rows(reader: Any, header: bool) -> list[JSON]:
    rows: list[JSON] = []
    names: list[str] | None = None
    for row in reader:
        if not row:
            continue
        if header and names is None:
            names = _header(row)
            continue
        if len(rows) >= MAX_ROWS:
            raise BodyMalformed(f"The CSV has more than {MAX_ROWS:,} rows.", hint="Send it in parts.")
        if names is None:
            rows.append(row)
        elif len(row) == len(names):
            rows.append(dict(zip(names, row, strict=True)))
        else:
            raise BodyMalformed(
                f"A row has {len(row)} fields, but the header names {len(names)}.",
                hint="Check the delimiter and the quotes of this row.",
                where=Where(line=reader.line_num),
            )
    return rows


def _header(row: list[str]) -> list[str]:
    if len(set(row)) != len(row):
        raise BodyMalformed("The CSV's header names a field twice.", where=Where(line=1))
    return row
