"""What is stored of a connection's rest: by the database's clock, and never cut short by another process."""

import time
from datetime import timedelta

from django.db.models import F

from connectors.connections import facade, rests
from connectors.connections.models import Connection, RestReason
from connectors.connections.rests import Rest
from tests.integration.connections.conftest import Person

ASKED, FAILING = RestReason.ASKED, RestReason.FAILING


def _record(reason: RestReason, seconds: float) -> None:
    rests.record("ledger", Rest(reason, time.monotonic() + seconds))


def _left() -> float:
    return rests.revisions(["ledger"])["ledger"].asked_s


def _stored() -> Connection:
    return Connection.objects.get(slug="ledger")


def _goes_by() -> None:
    Connection.objects.update(rests_until=F("rests_until") - timedelta(hours=1))


def test_a_rest_is_shown_until_it_is_over_and_renews_no_session(
    connection: facade.ConnectionView, person: Person
) -> None:
    admin = person("administrator")
    _record(FAILING, 30)
    shown = facade.show(admin, "ledger")
    assert shown.rest_reason == "failing"
    assert shown.rests_until is not None
    assert shown.updated_at == connection.updated_at
    _goes_by()
    shown = facade.show(admin, "ledger")
    assert (shown.rests_until, shown.rest_reason) == (None, "")


def test_others_are_told_only_what_the_target_asked_for(connection: facade.ConnectionView) -> None:
    assert _left() == 0
    _record(FAILING, 30)
    assert _left() == 0
    _record(ASKED, 60)
    assert 0 < _left() <= 60
    _goes_by()
    assert _left() == 0


def test_a_longer_rest_is_not_cut_short(connection: facade.ConnectionView) -> None:
    _record(ASKED, 200)
    before = _stored().rests_until
    _record(ASKED, 10)
    _record(FAILING, 300)
    assert (_stored().rests_until, _stored().rest_reason) == (before, "asked")
    _record(ASKED, 250)
    assert _left() > 200


def test_what_was_asked_for_stands_before_failures(connection: facade.ConnectionView) -> None:
    _record(FAILING, 30)
    _record(ASKED, 10)
    assert 0 < _left() <= 10
    _goes_by()
    _record(FAILING, 30)
    assert _stored().rest_reason == "failing"


def test_a_rest_is_cleared_unless_another_process_was_asked(connection: facade.ConnectionView) -> None:
    _record(FAILING, 30)
    rests.clear("ledger")
    assert (_stored().rests_until, _stored().rest_reason) == (None, "")
    _record(ASKED, 30)
    rests.clear("ledger")
    assert _stored().rest_reason == "asked"
    _goes_by()
    rests.clear("ledger")
    assert (_stored().rests_until, _stored().rest_reason) == (None, "")


def test_a_changed_connection_is_not_kept_waiting(connection: facade.ConnectionView, person: Person) -> None:
    _record(ASKED, 30)
    shown = facade.set_secrets(person("administrator"), "ledger", {"token": "another"})
    assert (shown.rests_until, _left()) == (None, 0)
