"""The audit trail: append-only, chained, and refused to be rewritten by the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from console.audit import trail
from console.audit.models import AuditEntry
from tests.factories import Cast


def test_entries_are_chained(cast: Cast) -> None:
    first = trail.record(cast.analyst, "flow.publish", "flow:orders", {"version": 1, "names": ["a", "ä"]})
    second = trail.record(None, "user.enter", "user:client")
    assert (first.previous, second.previous) == (trail.GENESIS, first.hash)
    assert (first.actor, second.actor) == ("analyst", "system")
    assert trail.first_break() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET actor = 'somebody'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "TRUNCATE audit_auditentry CASCADE",
    ],
)
def test_the_database_refuses_to_rewrite(cast: Cast, statement: str) -> None:
    trail.record(cast.analyst, "flow.publish", "flow:orders")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER audit_no_truncate")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert AuditEntry.objects.get().actor == "analyst"


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_auditentry SET actor = 'somebody' WHERE id = %s", 1),
        ("UPDATE audit_auditentry SET detail = '{\"version\": 2}' WHERE id = %s", 1),
        ("DELETE FROM audit_auditentry WHERE id = %s", 2),
    ],
)
def test_what_was_rewritten_behind_the_trigger_shows(cast: Cast, statement: str, broken: int) -> None:
    entries = [trail.record(cast.analyst, "flow.publish", f"flow:{n}", {"version": n}) for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_append_only")
        cursor.execute(statement, [entries[1].pk])
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER audit_append_only")
    assert trail.first_break() == entries[broken].pk


def test_an_entry_goes_with_the_transaction_that_it_tells_of(cast: Cast) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        trail.record(cast.analyst, "flow.publish", "flow:orders")
        raise RuntimeError
    assert not AuditEntry.objects.exists()


def test_the_trail_outlives_the_user(cast: Cast) -> None:
    trail.record(cast.client, "session.start", "user:client")
    cast.client.delete()
    assert AuditEntry.objects.get().actor == "client"
