"""Functions on strings without patterns."""

import base64
import binascii
import re
import urllib.parse
from typing import Any

from jsonata.jexception import JException

from flows.engine.mapping.authority.builtin import Implementation
from flows.engine.mapping.authority.values import NULL, text

_BLANKS = re.compile("[ \t\n\r]+")
_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_ERROR_CHARS = 500


def string(run: Any, value: Any, pretty: Any) -> Any:
    """``$string``: JSON text, fractions with 15 digits."""
    if isinstance(value, list) and getattr(value, "outer_wrapper", False):
        value = value[0]
    return None if value is None else text(value, run.meter, pretty is True)


def substring(run: Any, value: Any, start: Any, length: Any) -> Any:
    """``$substring``: by characters; a negative start counts from the end."""
    if value is None or start is None:
        return None if value is None else value if length is None else ""
    first = int(start)
    first = max(0, first + len(value)) if first < 0 else first
    if length is None:
        return value[first:]
    return value[first : first + int(length)] if length > 0 else ""


def substring_before(run: Any, value: Any, chars: Any) -> Any:
    """``$substringBefore``."""
    return value if value is None or chars is None else value.split(chars, 1)[0] if chars else ""


def substring_after(run: Any, value: Any, chars: Any) -> Any:
    """``$substringAfter``: the whole string where the characters do not occur."""
    if value is None or not chars or chars not in value:
        return value
    return value.split(chars, 1)[1]


def lowercase(run: Any, value: Any) -> Any:
    """``$lowercase``."""
    return None if value is None else value.lower()


def uppercase(run: Any, value: Any) -> Any:
    """``$uppercase``."""
    return None if value is None else value.upper()


def length(run: Any, value: Any) -> Any:
    """``$length`` in characters."""
    return None if value is None else len(value)


def trim(run: Any, value: Any) -> Any:
    """``$trim``: also makes each run of blanks one blank."""
    return None if value is None else _BLANKS.sub(" ", value).strip(" ")


def pad(run: Any, value: Any, width: Any, char: Any) -> Any:
    """``$pad``: to the right, or to the left for a negative width."""
    if value is None or width is None:
        return value
    missing = abs(int(width)) - len(value)
    if missing <= 0:
        return value
    run.meter.chars(missing)
    char = char or " "
    padding = (char * (missing // len(char) + 1))[:missing]
    return padding + value if width < 0 else value + padding


def join(run: Any, values: Any, separator: Any) -> Any:
    """``$join``."""
    if values is None:
        return None
    separator = separator or ""
    run.meter.chars(sum(map(len, values)) + len(separator) * max(0, len(values) - 1))
    return separator.join(values)


def encode_base64(run: Any, value: Any) -> Any:
    """``$base64encode`` of the UTF-8 bytes."""
    return None if value is None else base64.b64encode(value.encode()).decode()


def decode_base64(run: Any, value: Any) -> Any:
    """``$base64decode``; undefined where the text is not base64 of UTF-8."""
    if value is None:
        return None
    try:
        return base64.b64decode(value.encode()).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _encoder(name: str, safe: str) -> Implementation:
    def encode(run: Any, value: Any) -> Any:
        try:
            return None if value is None else urllib.parse.quote(value, safe=safe)
        except UnicodeEncodeError as error:
            raise JException("D3140", -1, name, value) from error

    return encode


def _decoder(name: str) -> Implementation:
    def decode(run: Any, value: Any) -> Any:
        if value is None:
            return None
        if _PERCENT.search(value):
            raise JException("D3140", -1, name, value)
        try:
            return urllib.parse.unquote(value, errors="strict")
        except UnicodeDecodeError as error:
            raise JException("D3140", -1, name, value) from error

    return decode


def error(run: Any, message: Any) -> Any:
    """``$error``: end the evaluation with the author's words."""
    raise JException(
        "D3137", -1, "$error() function evaluated" if message is None else message[:_ERROR_CHARS]
    )


def assert_(run: Any, condition: Any, message: Any) -> Any:
    """``$assert``: end the evaluation unless the condition is true."""
    if condition is None or condition is NULL:
        raise JException("T0410", -1, 1, "assert")
    if condition:
        return None
    raise JException("D3141", -1, "$assert() statement failed" if message is None else message[:_ERROR_CHARS])


FUNCTIONS: dict[str, Implementation] = {
    "string": string,
    "substring": substring,
    "substringBefore": substring_before,
    "substringAfter": substring_after,
    "lowercase": lowercase,
    "uppercase": uppercase,
    "length": length,
    "trim": trim,
    "pad": pad,
    "join": join,
    "base64encode": encode_base64,
    "base64decode": decode_base64,
    "encodeUrlComponent": _encoder("encodeUrlComponent", "~()*!.'"),
    "encodeUrl": _encoder("encodeUrl", "~@#$&()*!+=:;,.?/'"),
    "decodeUrlComponent": _decoder("decodeUrlComponent"),
    "decodeUrl": _decoder("decodeUrl"),
    "error": error,
    "assert": assert_,
}
