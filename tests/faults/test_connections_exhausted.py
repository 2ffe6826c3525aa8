"""Every connection of the database taken by others: 503 soon, and 202 again without any help."""

from contextlib import ExitStack

import psycopg

from console.embedded.postgres import Postgres
from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.processes import Door, ended
from tests.faults.sending import Sender, events
from tests.faults.system import System
from tests.integration.embedded_support import eventually

NAME = "exhausted"
SOON_S = 2.0
BUSY_MACHINE = 3
"""The bound is a promise of the product; a busy machine may take this many times as long."""


def _all_taken(system: System) -> ExitStack:
    """Takes connections until there are none; they are given back when the stack is closed."""
    held = ExitStack()
    while True:
        try:
            held.enter_context(psycopg.connect(Postgres(system.state).url, connect_timeout=60))
        except psycopg.OperationalError:
            return held


def test_a_door_without_a_connection_refuses_soon_and_comes_back(system: System) -> None:
    system.door(NAME)
    system.publish(flow(NAME))
    with ended(Door(system, "console.intake.app:application")) as door:
        door.start()
        held = _all_taken(system)
        sender = Sender(system, NAME, port=door.port)
        with held, sender.meanwhile(events("full", 20)) as sent:
            assert eventually(lambda: sent.answers["503"] >= 20), sent.answers
            assert sent.accepted == {}
            assert set(sent.answers) == {"503"}
            assert sent.refused_in < SOON_S * BUSY_MACHINE
            held.close()
    checks.all_well(system, NAME, sent, 20)
