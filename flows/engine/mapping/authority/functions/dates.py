"""Functions on points in time. The clock stands still during one evaluation."""

import datetime
import re
from typing import Any

import re2
from jsonata.datetimeutils import DateTimeUtils
from jsonata.jexception import JException

from flows.engine.mapping.authority.builtin import Implementation
from flows.engine.mapping.authority.functions.integers import coded
from flows.engine.mapping.errors import MappingRefused

_MAX_CHARS = 200
_WIDE = re.compile(r",[^\],]*\d{3}[^\],]*\]")
_ISO = re.compile(
    r"(\d{4})(?:-([01]\d)(?:-([0-3]\d))?)?(?:T([0-2]\d):([0-5]\d):([0-5]\d))?(\.\d+)?(Z|[+-][0-2]\d:?[0-5]\d)?"
)
_UTC = datetime.UTC


def now(run: Any, picture: Any, timezone: Any) -> Any:
    """``$now``: the same instant throughout one evaluation."""
    return from_millis(run, run.now_ms, picture, timezone)


def millis(run: Any) -> int:
    """``$millis``: the same instant throughout one evaluation."""
    now_ms: int = run.now_ms
    return now_ms


def from_millis(run: Any, value: Any, picture: Any, timezone: Any) -> Any:
    """``$fromMillis``."""
    if value is None:
        return None
    _check(picture)
    with coded("D3110"):
        if picture is None and timezone is None:
            return _iso(int(value))
        return DateTimeUtils.format_datetime(int(value), picture, timezone)


def _iso(value: int) -> str:
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=value)
    return at.isoformat(timespec="milliseconds") + "Z"


def to_millis(run: Any, value: Any, picture: Any) -> Any:
    """``$toMillis`` of ISO 8601, or of what the picture says; undefined where the picture does not fit."""
    if value is None:
        return None
    if picture is None:
        return _from_iso(value)
    _check(picture)
    if len(value) > _MAX_CHARS:
        raise JException("D3110", -1, value)
    with coded("D3132"):
        spec = DateTimeUtils._analyse_datetime_picture(picture)
        parts = DateTimeUtils._generate_regex(spec).parts
    return _from_parts(run, value, [_component(s, p) for s, p in zip(spec.parts, parts, strict=True)])


def _check(picture: str | None) -> None:
    if picture is not None and (len(picture) > _MAX_CHARS or _WIDE.search(picture)):
        raise MappingRefused("The date picture is too long or too wide.", hint="Use widths below 100.")


def _from_iso(value: str) -> int:
    found = _ISO.fullmatch(value)
    if found is None:
        raise JException("D3110", -1, value)
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    with coded("D3110"):
        at = datetime.datetime(
            year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=_UTC
        )
    fraction = (found[7] or ".0")[1:4].ljust(3, "0")
    return int(at.timestamp()) * 1000 + int(fraction) - _offset_ms(found[8])


def _offset_ms(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return (-minutes if zone[0] == "-" else minutes) * 60_000


Part = tuple[str | None, str, Any]
"""Component, regular expression and reader of a piece of a picture."""


def _component(spec: Any, part: Any) -> Part:
    if spec.type == "literal":
        return None, re.escape(spec.value), None
    return part.component, part.regex, (_milliseconds if part.component == "f" else part.parse)


def _milliseconds(digits: str) -> int:
    return int(digits[:3].ljust(3, "0"))


def _from_parts(run: Any, value: str, parts: list[Part]) -> int | None:
    with coded("D3136"):
        pattern = "(?i)" + "".join(f"({expression})" for _, expression, _ in parts)
        found = re2.fullmatch(pattern, value)
    if found is None:
        return None
    with coded("D3110"):
        fields = {name: read(found.group(i)) for i, (name, _, read) in enumerate(parts, 1) if name and read}
    if not fields:
        return None
    with coded("D3136"):
        return _instant(_completed(fields, run.now_ms))


def _is_type(wanted: int, mask: int) -> bool:
    return (~wanted & mask) == 0 and (wanted & mask) != 0


def _mask(names: str, fields: dict[str, int]) -> int:
    mask = 0
    for name in names:
        mask = (mask << 1) + (fields.get(name) is not None)
    return mask


def _completed(fields: dict[str, int], now_ms: int) -> dict[str, int]:
    """What stands before the first field given is taken from the clock, what follows the last is least."""
    dates, times = _mask("YXMxWwdD", fields), _mask("PHhmsf", fields)
    calendar = _is_type(161, dates)
    if not calendar and (_is_type(84, dates) or _is_type(72, dates)):
        raise JException("D3136", -1)
    by_day = not calendar and _is_type(130, dates)
    twelve = not _is_type(23, times) and _is_type(47, times)
    clock = datetime.datetime.fromtimestamp(now_ms / 1000, _UTC)
    given, ended, complete = False, False, dict(fields)
    for name in ("Yd" if by_day else "YMD") + ("Phmsf" if twelve else "Hmsf"):
        if name in fields:
            given = True
            if ended:
                raise JException("D3136", -1)
        elif given:
            complete[name], ended = (1 if name in "MDd" else 0), True
        else:
            complete[name] = (
                0 if name == "P" else int(float(DateTimeUtils._get_datetime_fragment(clock, name)))
            )
    if twelve:
        complete["H"] = complete["h"] % 12 + 12 * complete["P"]
    return complete


def _instant(fields: dict[str, int]) -> int:
    if "d" in fields and "M" not in fields:
        day = datetime.datetime(fields["Y"], 1, 1, tzinfo=_UTC) + datetime.timedelta(days=fields["d"] - 1)
    else:
        day = datetime.datetime(fields["Y"], fields["M"], fields["D"], tzinfo=_UTC)
    seconds = fields["H"] * 3600 + fields["m"] * 60 + fields["s"]
    offset = fields.get("Z", fields.get("z", 0))
    return int(day.timestamp()) * 1000 + seconds * 1000 + fields["f"] - offset * 60_000


FUNCTIONS: dict[str, Implementation] = {
    "now": now,
    "millis": millis,
    "fromMillis": from_millis,
    "toMillis": to_millis,
}
