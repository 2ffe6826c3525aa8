"""Schedulers killed, doubled, and the worker's parent killed: each tick exactly once.

Both changes of the clock are tried in tests/integration/store/test_schedules.py.
"""

from datetime import UTC, datetime, timedelta

from tests.faults import checks
from tests.faults.flows import scheduled
from tests.faults.processes import BEAT, Process, ended
from tests.faults.system import System
from tests.integration.embedded_support import eventually

_TICKS = "SELECT count(*) FROM schedule_tick t JOIN flow f ON f.id = t.flow_id WHERE f.slug = %s"
_LAST = "SELECT max(due) FROM schedule_tick t JOIN flow f ON f.id = t.flow_id WHERE f.slug = %s"
_BACK = """
INSERT INTO schedule_tick (flow_id, due, created_at) SELECT id, %s, now() FROM flow WHERE slug = %s"""
_UNTOLD = """
SELECT count(*) FROM schedule_tick t JOIN flow f ON f.id = t.flow_id
WHERE f.slug = %s AND execution_id IS NULL AND t.due > %s"""
NAME = "by-the-clock"


def _this_minute() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0)


def test_each_tick_is_run_once_whatever_becomes_of_the_schedulers(system: System, long: bool) -> None:
    """The minutes of the last hours are due all at once, while two schedulers and the worker's parent
    come and go."""
    rounds, minutes = (5, 900) if long else (1, 200)
    system.door(NAME)
    system.publish(scheduled(NAME))
    assert system.client.post(f"/api/v1/flows/{NAME}/pause/", {}).status == 200
    since = _this_minute() - timedelta(minutes=minutes)
    system.rows("DELETE FROM schedule_tick WHERE flow_id = (SELECT id FROM flow WHERE slug = %s)", NAME)
    system.rows(_BACK, since, NAME)
    with ended(Process(system, (*BEAT, "-s", str(system.root / "beat")), "beat.log")) as second:
        second.start()
        assert system.client.post(f"/api/v1/flows/{NAME}/resume/", {}).status == 200
        for _ in range(rounds):
            parent, beat = system.kill("worker"), system.kill("scheduler")
            if long:
                second.kill()
                second.start()
            assert system.restarted("worker", parent) and system.restarted("scheduler", beat)
        assert eventually(lambda: system.rows(_TICKS, NAME)[0][0] >= minutes, 400)
        assert second.alive
    assert system.client.post(f"/api/v1/flows/{NAME}/pause/", {}).status == 200
    _every_minute_once(system, since)


def _every_minute_once(system: System, since: datetime) -> None:
    statuses = checks.settled(system, NAME).statuses
    last = system.rows(_LAST, NAME)[0][0]
    wanted = int((last - since).total_seconds()) // 60
    assert system.rows(_UNTOLD, NAME, since)[0][0] == 0
    assert statuses == {"succeeded": wanted}
    effects = system.outside.ledger(NAME)["effects"]
    assert (len(effects), set(effects.values())) == (wanted, {1})
    checks.books(system, NAME)
