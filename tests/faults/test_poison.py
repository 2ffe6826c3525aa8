"""Payloads that kill or choke their worker end by themselves, and their neighbours end well."""

import signal

from flows.facade import boundaries
from tests.faults import checks
from tests.faults.flows import flow
from tests.faults.sending import Sender, events
from tests.faults.system import System

MARKER = "poison-of-the-worker"
_ENDS = """
SELECT o.status, coalesce(o.error ->> 'code', ''), p.body LIKE %s FROM outcome o
JOIN payload p USING (execution_id) JOIN flow f ON f.id = o.flow_id WHERE f.slug = %s"""
_TIMEOUTS = """
SELECT count(*) FROM outcome o JOIN flow f ON f.id = o.flow_id
WHERE f.slug = %s AND o.status = 'dead' AND o.error ->> 'code' = 'mapping.timeout'
    AND o.error -> 'where' ? 'line' AND o.error -> 'where' ? 'column'"""
_OTHERS = "SELECT o.status, o.error FROM outcome o JOIN flow f ON f.id = o.flow_id WHERE f.slug = %s"
HUNGRY = '$count([1..10000000].{"a": $string($) & $pad("", 1000, "x")}) > 0 ? $ : $'
ENDLESS = "($f := function($n) { $f($n + 1) }; $f(1))"


def _ends(system: System, flow_name: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Status and error code of the poisoned ones, and of the others."""
    rows = system.rows(_ENDS, f"%{MARKER}%".encode(), flow_name)
    return (
        {(status, code) for status, code, poisoned in rows if poisoned},
        {(status, code) for status, code, poisoned in rows if not poisoned},
    )


def test_what_kills_its_worker_is_quarantined_by_the_third_crash(system: System) -> None:
    name = "segfaults"
    system.door(name)
    system.publish(flow(name))
    system.arm(boundaries.BEGINS, signal.SIGSEGV, MARKER)
    sent = Sender(system, name).all([*events(name, 12), {"id": MARKER, "n": 0}])
    checks.drained(system, name)
    assert len(system.struck()) == 3
    assert len(sent.accepted) == 13
    assert _ends(system, name) == ({("dead", "execution.quarantined")}, {("succeeded", "")})
    effects = system.outside.ledger(name)["effects"]
    assert (len(effects), set(effects.values())) == (12, {1})
    checks.books(system, name)


def test_mappings_that_never_end_or_need_all_memory_end_by_their_limits(system: System) -> None:
    for name, poison in (("hungry", HUNGRY), ("endless", ENDLESS)):
        system.door(name)
        system.publish(flow(name, expression=f'id = "{MARKER}" ? ({poison}) : $'))
        Sender(system, name).all([*events(name, 6), {"id": MARKER, "n": 0}])
    for name in ("hungry", "endless"):
        checks.drained(system, name)
        poisoned, others = _ends(system, name)
        assert {status for status, _ in poisoned} == {"dead"}, poisoned
        assert all(code.startswith(("mapping.", "execution.")) for _, code in poisoned), poisoned
        assert others == {("succeeded", "")}
        checks.books(system, name)


def test_a_dozen_mappings_without_an_end_kill_nothing_and_hold_up_nobody(system: System) -> None:
    """Who came after them ends before them, and the workers are the same at the end."""
    name, neighbour = "runaways", "neighbour"
    for one, expression in ((name, ENDLESS), (neighbour, "$")):
        system.door(one)
        system.publish(flow(one, expression=expression))
    workers = set(system.drains())
    runaways = Sender(system, name).all(events(name, 12))
    others = Sender(system, neighbour).all(events(neighbour, 60))
    checks.drained(system, neighbour, 120)
    assert checks.open_of(system, name) > 0
    checks.drained(system, name, 240)
    assert len(runaways.accepted) == 12
    assert system.rows(_TIMEOUTS, name) == [(12,)], system.rows(_OTHERS, name)
    assert set(system.drains()) == workers
    checks.books(system, name)
    checks.all_well(system, neighbour, others, 60)
