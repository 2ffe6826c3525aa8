"""Cron expressions and time zones: what is none, in words, and the times that follow."""

from datetime import UTC, datetime

import pytest

from flows.engine.cron import CronInvalid, ZoneUnknown, check_cron, next_times, zone_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has 0 fields instead of five"),
        ("0 6 * *", "has 4 fields instead of five"),
        ("61 * * * *", "The minute of the cron expression cannot be read"),
        ("0 6 * * FUNDAY", "The day of week of the cron expression cannot be read"),
        ("0 0 31 2 *", "The day of month of the cron expression cannot be read"),
        ("0 6 " + "1," * 120 + "1 * *", "longer than 200 characters"),
    ],
)
def test_what_is_no_cron_expression_is_told_with_an_example(text: str, words: str) -> None:
    with pytest.raises(CronInvalid) as told:
        check_cron(text)
    assert words in told.value.message
    assert "0 6 * * MON-FRI" in told.value.hint


@pytest.mark.parametrize("name", ["Mars/Phobos", "", "../etc/passwd", "Europe/Berln"])
def test_what_is_no_time_zone_is_told_with_an_example(name: str) -> None:
    with pytest.raises(ZoneUnknown) as told:
        zone_of(name)
    assert "Europe/Berlin" in told.value.hint


def test_the_next_times_are_on_the_wall_clock_of_the_zone() -> None:
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    found = [one.isoformat() for one in next_times("0 6 * * MON-FRI", "Europe/Berlin", friday, 3)]
    assert found == [
        "2026-03-30T06:00:00+02:00",
        "2026-03-31T06:00:00+02:00",
        "2026-04-01T06:00:00+02:00",
    ]
