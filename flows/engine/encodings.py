"""From bytes to text: which encoding a body has, out of those that are safe to decode."""

import codecs
import re

from connectors.sdk.errors import Where
from flows.engine.errors import BodyMalformed, UnsupportedMediaType, XmlMalformed, XmlRefused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,39})["']""")
_SAFE = re.compile(
    r"utf-8|utf-16(-[lb]e)?|utf-32(-[lb]e)?|ascii|iso8859-\d{1,2}|cp\d{3,4}|koi8-[rtu]|mac-roman"
    r"|shift_jis|euc_jp|euc_kr|gb2312|gbk|gb18030|big5|big5hkscs|tis-620"
)


def safe_codec(name: str) -> str | None:
    """The codec's own name if it is a character encoding that is read here; else None. Python
    knows others (idna, unicode_escape, …) that cost more than linear time or decode to code."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if _SAFE.fullmatch(found) else None


def decode_xml(raw: bytes, charset: str | None = None) -> str:
    """The text of an XML document: by its byte order mark, the content type's charset, or its
    declaration, in this order (RFC 7303); UTF-8 when nothing says otherwise.

    Raises:
        XmlRefused: the encoding is not one that is read.
        XmlMalformed: the bytes are not text in that encoding; with the line.
    """
    name = _marked(raw) or charset or _guessed(raw) or "utf-8"
    codec = safe_codec(name)
    if codec is None:
        raise XmlRefused(f"The encoding {name[:40]} is not read.", hint="Send the document as UTF-8.")
    try:
        return raw.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise XmlMalformed(
            f"The bytes are not text in the encoding {name[:40]}.",
            hint="Declare the encoding that the document really has.",
            where=Where(line=line),
        ) from None


def decode_text(raw: bytes, charset: str | None = None) -> str:
    """The text of a body without a declaration of its own (CSV); UTF-8 unless said otherwise.

    Raises:
        UnsupportedMediaType: the charset is not one that is read.
        BodyMalformed: the bytes are not text in that encoding; with the line.
    """
    name = _marked(raw) or charset or "utf-8"
    codec = safe_codec(name)
    if codec is None:
        raise UnsupportedMediaType(f"The charset {name[:40]} is not read.", hint="Send the body as UTF-8.")
    try:
        return raw.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BodyMalformed(
            f"The bytes are not text in the encoding {name[:40]}.",
            hint="Name the charset in the content type, or send UTF-8.",
            where=Where(line=raw.count(b"\n", 0, error.start) + 1),
        ) from None


def _marked(raw: bytes) -> str | None:
    return next((name for mark, name in _BOMS if raw.startswith(mark)), None)


def _guessed(raw: bytes) -> str | None:
    for start, unmarked in _UNMARKED:
        if raw.startswith(start):
            return unmarked
    declared = _DECLARED.match(raw)
    if declared is None:
        return None
    name: str = declared.group(1).decode("ascii")
    if name.lower().startswith(("utf-16", "utf16", "ucs-2", "utf-32", "utf32")):
        return None  # declared in single bytes, so it cannot be true: the bytes decide
    return name
