"""PostgreSQL restarted, killed, and its sessions ended: never a 202 for what is not committed."""

import time
from collections.abc import Callable, Iterator
from itertools import cycle

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually

NAME = "restarts"
_END_SESSIONS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"""


def _restarted(system: System) -> None:
    system.control("restart", "postgres")


def _killed(system: System) -> None:
    pid = system.kill("postgres")
    assert system.restarted("postgres", pid)


def _sessions_ended(system: System) -> None:
    assert eventually(lambda: _well(system))
    system.rows(_END_SESSIONS)


def _well(system: System) -> bool:
    try:
        return bool(system.rows("SELECT true"))
    except Exception:
        return False


def _troubles(long: bool) -> Iterator[Callable[[System], None]]:
    kinds = (_sessions_ended, _restarted, _sessions_ended, _killed)
    return cycle(kinds) if long else iter(kinds)


def test_nothing_is_lost_while_the_database_comes_and_goes(system: System, long: bool) -> None:
    count = 2000 if long else 150
    system.door(NAME)
    system.publish(flow(NAME))
    sender = Sender(system, NAME, most=6, pace_s=0.6 if long else 0.0)
    with system.outside.switched(NAME, latency=0.05), sender.meanwhile(events("db", count)) as sent:
        for number, trouble in enumerate(_troubles(long)):
            if long:
                time.sleep(5 + number * 7 % 16)
                if len(sent.accepted) == count:
                    break
            assert long or sent.reaches(number * count // 5)
            trouble(system)
    assert set(sent.answers) <= {"202", "503", "ServerDisconnectedError"}
    checks.all_well(system, NAME, sent, count)
