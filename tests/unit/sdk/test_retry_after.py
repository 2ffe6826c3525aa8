"""Retry-After, as targets write it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from connectors.sdk.statuses import MAX_RETRY_AFTER_S, retry_after, status_error


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("30", 30.0),
        (" 30 ", 30.0),
        ("1.5", 1.5),
        ("999999999", MAX_RETRY_AFTER_S),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1e9", None),
        ("٣", None),
        ("1." + "9" * 5000, None),
    ],
)
def test_the_seconds(text: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": text}) == seconds


def test_a_date_is_the_time_until_then() -> None:
    at = datetime.now(UTC) + timedelta(seconds=90)
    found = retry_after({"Retry-After": format_datetime(at, usegmt=True)})
    assert found is not None and 80 < found <= 90


def test_without_the_header_nothing_is_asked_for() -> None:
    assert retry_after({}) is None


def test_it_goes_with_the_error() -> None:
    error = status_error(429, {"Retry-After": "2.5"}, "target")
    assert error is not None and error.retryable and error.retry_after == 2.5
