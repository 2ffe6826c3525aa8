"""What must hold after every drain: nothing lost, no effect twice, order kept, the account exact."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import psycopg

from tests.faults.sending import Sent
from tests.faults.system import System
from tests.integration.embedded_support import PATIENCE_S, eventually

_STATUSES = """
SELECT o.status, count(*) FROM outcome o JOIN flow f ON f.id = o.flow_id WHERE f.slug = %s GROUP BY 1"""
_OTHERS = """
SELECT o.status, o.step, o.error, o.attempts, o.reason FROM outcome o JOIN flow f ON f.id = o.flow_id
WHERE f.slug = %s AND o.status <> 'succeeded' LIMIT 3"""
_DOUBTFUL = "SELECT count(*) FROM queue WHERE claims >= 2"
_OPEN = "SELECT count(*) FROM queue q JOIN flow f ON f.id = q.flow_id WHERE f.slug = %s"
_QUARANTINED = """
SELECT d.execution_id::text FROM dead_letter d JOIN flow f ON f.id = d.flow_id
WHERE f.slug = %s AND d.code = 'execution.quarantined'"""
_TWICE = """
SELECT execution_id, step, item FROM step_attempt WHERE status = 'succeeded'
GROUP BY execution_id, step, item HAVING count(*) > 1"""
_BOOKS = """
SELECT (SELECT count(*) FROM execution), (SELECT count(*) FROM outcome) + (SELECT count(*) FROM queue),
       (SELECT count(*) FROM outcome o JOIN queue q USING (execution_id)),
       (SELECT coalesce(sum(n), 0)::bigint FROM tally WHERE kind = 'accepted')"""
_TALLIES = """
SELECT kind, sum(n)::bigint FROM tally t JOIN flow f ON f.id = t.flow_id
WHERE f.slug = %s AND kind <> 'accepted' GROUP BY kind HAVING sum(n) <> 0"""
_KNOWN = "SELECT count(*) FROM execution WHERE id = ANY(%s::uuid[])"


@dataclass(frozen=True)
class Verdict:
    """``redriven``: executions that were quarantined for the kills they met, and resumed by a person."""

    statuses: dict[str, int]
    redriven: int = 0


def open_of(system: System, flow: str) -> int:
    return int(system.rows(_OPEN, flow)[0][0])


def drained(system: System, flow: str, seconds: float = PATIENCE_S) -> None:
    """Waits until nothing of the flow is open."""

    def nothing() -> bool:
        try:
            return open_of(system, flow) == 0
        except psycopg.Error:
            return False

    assert eventually(nothing, seconds), system.rows(
        "SELECT q.* FROM queue q JOIN flow f ON f.id = q.flow_id WHERE f.slug = %s LIMIT 5", flow
    )


def calm(system: System, seconds: float = PATIENCE_S) -> bool:
    """Whether no execution is left that had two workers: one more death or two, and it is quarantined.
    Then those behind it in its line go on, and a redrive comes after them."""
    return eventually(lambda: system.rows(_DOUBTFUL)[0][0] == 0, seconds)


def settled(system: System, flow: str, seconds: float = PATIENCE_S) -> Verdict:
    """Waits for the end of all; executions that were quarantined, since kills met them three times,
    are redriven as an operator would."""
    drained(system, flow, seconds)
    dead = [one for (one,) in system.rows(_QUARANTINED, flow)]
    if dead:
        answer = system.client.post("/api/v1/dead-letters/redrive/", {"executions": dead})
        assert answer.status == 202, answer.body
        drained(system, flow, seconds)
    return Verdict(dict(system.rows(_STATUSES, flow)), len(dead))


def books(system: System, flow: str) -> None:
    """Accepted = ended + open, in the tables and in what the API tells."""
    accepted, found, both, counted = system.rows(_BOOKS)[0]
    assert (accepted, both, counted) == (found, 0, accepted)
    assert dict(system.rows(_TALLIES, flow)) == dict(system.rows(_STATUSES, flow))
    told = dict(system.client.get(f"/api/v1/executions/accounting/?flow={flow}").body)
    assert told.pop("accepted") == sum(told.values())
    assert system.rows(_TWICE) == [], "a completed step ran again"


def nothing_lost(system: System, sent: Sent, expected: int) -> None:
    """Each event was accepted once, and what was answered with 202 stands in the database."""
    assert len(sent.accepted) == expected, sent.answers
    assert sent.changed == []
    assert len(set(sent.accepted.values())) == expected
    assert system.rows(_KNOWN, list(sent.accepted.values()))[0][0] == expected


def effects_once(system: System, door: str, sent: Sent) -> dict[str, Any]:
    """Each accepted event has one effect and one key; the ledger."""
    ledger = system.outside.ledger(door)
    wrong = {key: ledger["effects"].get(key, 0) for key in sent.accepted}
    assert {key: count for key, count in wrong.items() if count != 1} == {}
    assert set(ledger["effects"]) == set(sent.accepted)
    assert len(ledger["keys"]) == len(sent.accepted), "an event was sent under two keys"
    return ledger


def inversions(ledger: dict[str, Any]) -> list[str]:
    """Lines in which a later event had its effect before an earlier one."""
    return [line for line, found in ledger["lines"].items() if any(b <= a for a, b in pairwise(found))]


def all_well(system: System, flow: str, sent: Sent, expected: int, *, seconds: float = PATIENCE_S) -> Verdict:
    """The whole guarantee for a flow whose target honours keys and whose door has the flow's name."""
    verdict = settled(system, flow, seconds)
    nothing_lost(system, sent, expected)
    assert verdict.statuses == {"succeeded": expected}, system.rows(_OTHERS, flow)
    assert inversions(effects_once(system, flow, sent)) == []
    books(system, flow)
    return verdict
