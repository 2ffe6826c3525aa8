"""The body of a request, checked once at the door: what is taken in can be stored and mapped."""

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from email.message import Message
from itertools import accumulate

import orjson

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.csv_rule import COMMON, CsvRule, parse_csv
from flows.engine.encodings import decode_text, decode_xml
from flows.engine.errors import BodyEmpty, BodyMalformed, BodyTooDeep, UnsupportedMediaType
from flows.engine.xml import parse_xml

__all__ = [
    "FORMATS",
    "Body",
    "BodyEmpty",
    "BodyMalformed",
    "BodyTooDeep",
    "UnsupportedMediaType",
    "body_format",
    "read_body",
    "read_json",
]

MAX_DEPTH = 100
FORMATS = ("json", "xml", "csv")
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_STRING = re.compile(rb'"[^"]*"')
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_BRACKETS = bytes.maketrans(b"{}[]", b"()()")
_OTHERS = bytes(byte for byte in range(256) if byte not in b'{}[]"')
_PLACE = re.compile(r"^(.*?): line (\d+) column (\d+) \(char \d+\)$", re.DOTALL)
_OPEN = ord("(")
_PASSES = 8
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Body:
    """``document`` is what the execution keeps: the JSON value, or the text of XML and CSV;
    ``parsed`` is what the key expressions see: the same, read by the parse rule."""

    document: JSON
    parsed: JSON
    format: str = "json"


def read_body(
    raw: bytes, content_type: str, accepts: Collection[str] = FORMATS, csv: CsvRule = COMMON
) -> Body:
    """Check and read a body; ``csv`` is how the flow reads CSV (``body_rules.csv_rule_of``).

    Raises:
        UnsupportedMediaType: its content type is none of ``accepts`` (415).
        BodyEmpty, BodyMalformed, BodyTooDeep, XmlRefused: what is wrong, with line and column (400).
    """
    form, charset = body_format(content_type)
    if form not in accepts:
        raise _not_accepted(content_type, accepts)
    if not raw:
        raise BodyEmpty("The body is empty.", hint="Send the document as the body of the request.")
    if form == "json":
        if charset not in (None, "utf-8"):
            raise UnsupportedMediaType("JSON is always UTF-8.", hint="Send it as UTF-8 without a charset.")
        value = read_json(raw)
        return Body(value, value)
    if form == "xml":
        text = decode_xml(raw, charset)
        return Body(text, parse_xml(text), "xml")
    text = decode_text(raw, charset)
    return Body(text, parse_csv(text, csv), "csv")


def read_json(raw: bytes) -> JSON:
    """JSON that PostgreSQL and the mappings can hold: no NUL, at most 100 levels.

    Raises:
        BodyMalformed: not JSON, or a NUL, or half of a character pair; with line and column.
        BodyTooDeep: more than 100 levels.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        if raw.startswith(_BOM):
            return read_json(raw[len(_BOM) :])
        raise _malformed(error) from None
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _deeper_than(raw, MAX_DEPTH):
        raise _too_deep()
    if b"\\u0000" in raw:
        found = _NUL.search(raw)
        if found:
            line = raw.count(b"\n", 0, found.start()) + 1
            raise BodyMalformed(
                "The JSON holds a NUL character (\\u0000), which no database keeps.",
                hint="Remove it where the document is made.",
                where=Where(line=line, column=found.start() - raw.rfind(b"\n", 0, found.start())),
            )
    return value


@functools.lru_cache(maxsize=256)
def body_format(content_type: str) -> tuple[str, str | None]:
    """``json``, ``xml``, ``csv`` or ``""``, and the charset that the content type names.

    Raises:
        UnsupportedMediaType: nothing is named at all.
    """
    message = Message()
    message["content-type"] = content_type[:500].replace("\n", " ").replace("\r", " ")
    named = message.get_content_type() if "/" in content_type else ""
    charset = message.get_content_charset() if named else None
    main, _, sub = named.partition("/")
    if sub == "json" or sub.endswith("+json"):
        return "json", charset
    if (main in ("application", "text") and sub == "xml") or sub.endswith("+xml"):
        return "xml", charset
    return ("csv" if sub == "csv" else ""), charset


def _deeper_than(raw: bytes, depth: int) -> bool:
    """Exact, for well-formed JSON. Brackets outside strings are left over; each pass takes the
    innermost level away, which is fast for ordinary documents; what is deeper is walked through."""
    if b"\\" in raw:
        raw = _ESCAPE.sub(b"", raw)
    nested = raw.translate(None, _OTHERS).replace(b'""', b"")
    if b'"' in nested:
        nested = _STRING.sub(b"", nested)
    nested = nested.translate(_BRACKETS)
    for _ in range(_PASSES):
        if not nested:
            return False
        nested = nested.replace(b"()", b"")
    steps = (1 if bracket == _OPEN else -1 for bracket in nested)
    return any(level > depth - _PASSES for level in accumulate(steps))


def _malformed(error: orjson.JSONDecodeError) -> BodyMalformed | BodyTooDeep:
    said = _PLACE.match(str(error))
    reason = said.group(1) if said else str(error)
    if "depth limit" in reason or "recursion limit" in reason:
        return _too_deep()
    where = Where(line=int(said.group(2)), column=int(said.group(3))) if said else None
    return BodyMalformed(
        f"The JSON cannot be read: {reason}.", hint="Check the document at this place.", where=where
    )


def _too_deep() -> BodyTooDeep:
    return BodyTooDeep(f"The JSON nests deeper than {MAX_DEPTH} levels.", hint="Send a flatter document.")


def _not_accepted(content_type: str, accepts: Collection[str]) -> UnsupportedMediaType:
    named = ", ".join(
        {"json": "application/json", "xml": "application/xml", "csv": "text/csv"}[one] for one in accepts
    )
    said = content_type.partition(";")[0].strip()[:80]
    return UnsupportedMediaType(
        f"The content type {said} is not accepted here." if said else "The content type is missing.",
        hint=f"Send one of: {named}.",
    )
