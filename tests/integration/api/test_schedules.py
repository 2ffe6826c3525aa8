"""The times of a schedule, told before it is published."""

from datetime import datetime

from tests.factories import Api, Cast


def test_the_next_five_times_are_told_in_the_zone_of_the_schedule(cast: Cast) -> None:
    body = {"cron": "30 6 * * MON-FRI", "timezone": "Asia/Kolkata"}
    answer = Api(cast.analyst)("POST", "schedules/preview/", body)
    assert answer.status_code == 200
    told = answer.json()
    assert told["timezone"] == "Asia/Kolkata"
    times = [datetime.fromisoformat(one) for one in told["next"]]
    assert len(times) == 5
    assert times == sorted(times)
    assert all(one.isoformat().endswith("T06:30:00+05:30") and one.weekday() < 5 for one in times)


def test_without_a_zone_times_are_in_utc(cast: Cast) -> None:
    told = Api(cast.analyst)("POST", "schedules/preview/", {"cron": "0 6 * * *"}).json()
    assert told["timezone"] == "UTC"
    assert told["next"][0].endswith("T06:00:00+00:00")


def test_what_is_no_schedule_is_refused_with_an_example(cast: Cast) -> None:
    for body, code, example in (
        ({"cron": "every day"}, "schedule.cron", "0 6 * * MON-FRI"),
        ({"cron": "0 6 * * *", "timezone": "Europe/Berln"}, "schedule.time_zone", "Europe/Berlin"),
    ):
        answer = Api(cast.analyst)("POST", "schedules/preview/", body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert example in answer.json()["hint"]
