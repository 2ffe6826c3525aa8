"""Cron expressions with five fields, and the time zones that they are read in."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from connectors.sdk.errors import FairleadError

_SOME_DAY = datetime(2024, 1, 1)
_FIELDS = ("minute", "hour", "day of month", "month", "day of week")
_LONGEST = 200
_EXPECTED = (
    "Expected are five fields, minute, hour, day of month, month and day of week, "
    "like 0 6 * * MON-FRI for 06:00 from Monday to Friday."
)


class CronInvalid(FairleadError):
    """The text is no cron expression, or no date ever fits it."""

    code = "schedule.cron"


class ZoneUnknown(FairleadError):
    """There is no time zone of that name."""

    code = "schedule.time_zone"


def check_cron(text: str) -> None:
    """Raises CronInvalid unless the text has five fields, and at least one date fits them."""
    count = len(text.split())
    if count != len(_FIELDS):
        raise CronInvalid(f"The cron expression has {count} fields instead of five.", hint=_EXPECTED)
    if len(text) > _LONGEST:
        raise CronInvalid(f"The cron expression is longer than {_LONGEST} characters.", hint=_EXPECTED)
    try:
        next(CronSim(text, _SOME_DAY))
    except StopIteration:
        raise CronInvalid("No date ever fits the cron expression.", hint=_EXPECTED) from None
    except (CronSimError, AssertionError, ValueError) as error:
        raise CronInvalid(_unreadable(error), hint=_EXPECTED) from None


def _unreadable(error: Exception) -> str:
    """cronsim says ``Bad day-of-month``."""
    named = str(error).removeprefix("Bad ").replace("-", " ")
    part = f"The {named} of the cron expression" if named in _FIELDS else "The cron expression"
    return f"{part} cannot be read."


def zone_of(name: str) -> ZoneInfo:
    """The time zone; raises ZoneUnknown where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ZoneUnknown(
            "There is no time zone of this name.",
            hint="Expected is a name of the IANA database, like Europe/Berlin or UTC.",
        ) from None


def times(cron: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """The times of a cron expression after a moment, on the wall clock of the zone. Where the clock is
    put forward, a time that does not exist is due when the gap ends; where it is put back, a fixed time
    is due once (cronsim keeps to what Debian's cron does)."""
    return CronSim(cron, after.astimezone(zone))


def next_times(cron: str, zone: str, after: datetime, count: int) -> list[datetime]:
    """The first ``count`` times after a moment, fewer where there are no more; raises CronInvalid and
    ZoneUnknown."""
    check_cron(cron)
    return list(islice(times(cron, zone_of(zone), after), count))
