"""Wait: for a time or until a moment."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.engine.effects import Pause
from flows.engine.errors import StepFailed
from flows.engine.memory import START
from tests.unit.engine.kinds import findings, run_kind


def test_seconds() -> None:
    assert run_kind("wait", {"seconds": 90}, 1) == Pause(START + timedelta(seconds=90), 1)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-03-01T08:00:00+01:00", datetime(2026, 3, 1, 7, tzinfo=UTC)),
        ("2026-03-01T08:00:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        (1_772_352_000_000, datetime(2026, 3, 1, 8, tzinfo=UTC)),
    ],
)
def test_until(value: Any, moment: datetime) -> None:
    effect = run_kind("wait", {"until": "at"}, {"at": value})
    assert isinstance(effect, Pause)
    assert effect.until == moment


@pytest.mark.parametrize("value", ["tomorrow", None, True, [1], 1e300, "2099-01-01T00:00:00Z"])
def test_refuses_what_is_no_moment_or_too_far(value: Any) -> None:
    with pytest.raises(StepFailed):
        run_kind("wait", {"until": "at"}, {"at": value})


@pytest.mark.parametrize("config", [{}, {"seconds": 1, "until": "x"}, {"seconds": -1}, {"seconds": 1e9}])
def test_settings_are_checked(config: Any) -> None:
    assert findings("wait", config)
