"""The string formats that are checked, each in time linear in the text.

jsonschema checks most formats only where further packages are installed, and then without a
bound; these follow RFC 3339, 3986, 4122, 5321 and ISO 8601 as far as JSON Schema names them.
"""

import datetime
import ipaddress
import re
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from jsonschema import FormatChecker

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[zZ]|[+-]\d{2}:\d{2})", re.ASCII)
_DURATION = re.compile(
    r"P(?=\d|T\d)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)",
    re.ASCII,
)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*", re.ASCII)
_URI_TEXT = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*", re.ASCII)
_POINTER = re.compile(r"(?:/(?:[^~/]|~[01])*)*", re.DOTALL)
_LONGEST = 4_096


def _date(text: str) -> bool:
    return bool(_DATE.fullmatch(text)) and bool(datetime.date.fromisoformat(text))


def _time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    hour, minute, second = int(text[:2]), int(text[3:5]), int(text[6:8])
    return hour < 24 and minute < 60 and second <= 60


def _date_time(text: str) -> bool:
    return len(text) > 11 and text[10] in "Tt" and _date(text[:10]) and _time(text[11:])


def _duration(text: str) -> bool:
    return bool(_DURATION.fullmatch(text))


def _hostname(text: str) -> bool:
    return len(text) <= 253 and all(_LABEL.fullmatch(label) for label in text.split("."))


def _email(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(at and _LOCAL.fullmatch(local)) and _hostname(domain) and ".." not in local


def _uri_reference(text: str) -> bool:
    return bool(_URI_TEXT.fullmatch(text)) and urlsplit(text) is not None


def _uri(text: str) -> bool:
    return _uri_reference(text) and bool(_SCHEME.fullmatch(text.partition(":")[0])) and ":" in text


def _uuid(text: str) -> bool:
    return len(text) == 36 and str(uuid.UUID(text)) == text.lower()


def _ipv4(text: str) -> bool:
    return bool(str(ipaddress.IPv4Address(text)))


def _ipv6(text: str) -> bool:
    return "%" not in text and bool(str(ipaddress.IPv6Address(text)))


def _pointer(text: str) -> bool:
    return bool(_POINTER.fullmatch(text))


_CHECKS = {
    "date": _date,
    "time": _time,
    "date-time": _date_time,
    "duration": _duration,
    "hostname": _hostname,
    "email": _email,
    "uri": _uri,
    "uri-reference": _uri_reference,
    "uuid": _uuid,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "json-pointer": _pointer,
}

NAMES = frozenset(_CHECKS)
"""Formats that are checked; others are taken as remarks, as the standard allows."""


def checker() -> FormatChecker:
    """A fresh checker with these formats and no others."""
    made = FormatChecker(formats=())
    made.checkers = {}
    for name, check in _CHECKS.items():
        made.checkers[name] = (_on_text(check), ValueError)
    return made


def quick(name: str) -> Callable[[object], bool] | None:
    """The check of a format alone; ``None`` for a format that is not checked."""
    known = _CHECKS.get(name)
    if known is None:
        return None
    check = _on_text(known)

    def checked(instance: object) -> bool:
        try:
            return check(instance)
        except ValueError:
            return False

    return checked


def _on_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    def checked(instance: object) -> bool:
        if not isinstance(instance, str):
            return True
        return len(instance) <= _LONGEST and check(instance)

    return checked
