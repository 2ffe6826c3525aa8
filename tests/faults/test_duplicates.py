"""One webhook delivered many times at once is one execution."""

from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System

NAME = "duplicates"


def test_concurrent_duplicates_are_one_execution(system: System, long: bool) -> None:
    count = 1000 if long else 300
    system.door(NAME)
    system.publish(flow(NAME))
    [event] = events("same", 1)
    sent = Sender(system, NAME, most=count, in_lines=False).all([event] * count)
    assert set(sent.answers) == {"202"}
    assert sent.answers["202"] == count
    assert (sent.changed, len(sent.repeated)) == ([], count - 1)
    checks.all_well(system, NAME, sent, 1)
