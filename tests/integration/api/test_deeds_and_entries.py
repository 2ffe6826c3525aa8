"""Nothing is done without its entry in the audit trail, and there is no entry without the deed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from console.audit.models import AuditEntry
from flows.facade import accounting
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Api, Cast
from tests.integration.api import routes
from tests.integration.api.conftest import World
from tests.integration.api.routes import Route
from tests.integration.api.test_executions import let_die

_REFUSE = """
CREATE TRIGGER no_entry BEFORE INSERT ON audit_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"""
_STATE = """
SELECT (SELECT array_agg(q ORDER BY q.execution_id) FROM queue q),
       (SELECT array_agg(o ORDER BY o.execution_id) FROM outcome o),
       (SELECT array_agg(d ORDER BY d.execution_id) FROM dead_letter d),
       (SELECT count(*) FROM execution)::text"""
_LOSE_ANSWER = """
WITH gone AS (DELETE FROM queue WHERE execution_id = %(id)s RETURNING execution_id, flow_id),
     counted AS (INSERT INTO tally (flow_id, kind, n) SELECT flow_id, 'indeterminate', 1 FROM gone)
INSERT INTO outcome (execution_id, flow_id, status, step)
SELECT execution_id, flow_id, 'indeterminate', 'double' FROM gone"""
UNWRITTEN = {
    "session/": "signing in and out are written with the session, which has its own middleware",
    "mappings/preview/": "tries an expression and stores nothing",
    "schedules/preview/": "works out times and stores nothing",
    "validate/": "looks at a definition and stores nothing",
    "/test/": "asks a system whether it answers",
    "executions/counts/": "reads how executions stand; which ones is said in the body",
    "draft/": "a draft is not in force; its publication is written down",
}
"""Calls that are no deeds."""


@pytest.fixture
def deeds(world: World, cast: Cast) -> dict[str, tuple[str, Any]]:
    """Deeds on executions that are ready for them, by their names."""
    dead, lost = (str(factories.started(cast.analyst)) for _ in range(2))
    let_die(dead, "cause")
    fetch(_LOSE_ANSWER, {"id": lost})
    named = {"executions": [dead]}
    note = {"note": "Of no use."}
    return {
        "cancel": (f"executions/{world.execution}/cancel/", None),
        "cancel a dead one": (f"executions/{dead}/cancel/", None),
        "replay": (f"executions/{dead}/replay/", {}),
        "resolve": (f"executions/{lost}/resolve/", {"outcome": "succeeded"}),
        "resolve by cancelling": (f"executions/{lost}/resolve/", {"outcome": "cancel"}),
        "redrive": ("dead-letters/redrive/", named),
        "redrive a group": ("dead-letters/groups/cause/redrive/", None),
        "replay letters": ("dead-letters/replay/", named),
        "replay a group": ("dead-letters/groups/cause/replay/", {}),
        "discard": ("dead-letters/discard/", {**named, **note}),
        "discard a group": ("dead-letters/groups/cause/discard/", note),
    }


@pytest.fixture
def no_entries(db: None) -> Iterator[None]:
    """The database takes no audit entry."""
    with connection.cursor() as cursor:
        cursor.execute(_REFUSE)
    yield


NAMES = (
    "cancel",
    "cancel a dead one",
    "replay",
    "resolve",
    "resolve by cancelling",
    "redrive",
    "redrive a group",
    "replay letters",
    "replay a group",
    "discard",
    "discard a group",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_deed_leaves_one_entry(deeds: dict[str, tuple[str, Any]], cast: Cast, name: str) -> None:
    before, (path, body) = _entries(), deeds[name]
    was = fetch(_STATE)
    assert Api(cast.operator)("POST", path, body).status_code in (200, 202)
    assert fetch(_STATE) != was
    assert _entries() == before + 1


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_done_without_its_entry(
    deeds: dict[str, tuple[str, Any]], cast: Cast, name: str, request: pytest.FixtureRequest
) -> None:
    was, account = fetch(_STATE), accounting.totals(cast.operator)
    request.getfixturevalue("no_entries")
    path, body = deeds[name]
    assert Api(cast.operator)("POST", path, body).status_code == 500
    assert (fetch(_STATE), accounting.totals(cast.operator)) == (was, account)


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_entry_without_the_deed(deeds: dict[str, tuple[str, Any]], cast: Cast, name: str) -> None:
    before, (path, body) = _entries(), deeds[name]
    assert Api(cast.analyst)("POST", path, body).status_code in (200, 202, 403)
    assert _entries() == before


def test_every_call_that_changes_something_is_written_down(
    world: World, cast: Cast, request: pytest.FixtureRequest
) -> None:
    """With no entry taken, no changing call may answer that it was done."""
    request.getfixturevalue("no_entries")
    changing = [one for one in routes.walk() if one.method != "GET" and one.template.startswith("api/")]
    deeds = [one for one in changing if not any(name in one.template for name in UNWRITTEN)]
    assert len(deeds) > 20
    assert [str(one) for one in deeds if _done(one, world, cast)] == []


def _entries() -> int:
    """Of deeds; that an answer showed a payload is another matter."""
    return AuditEntry.objects.exclude(action="execution.reveal").count()


def _done(route: Route, world: World, cast: Cast) -> bool:
    path = route.path(routes.values_for(route, world))
    answer = Api(cast.administrator)(route.method, path, routes.body_for(route))
    if answer.status_code >= 400:
        return False
    as_before = route.action == "publish" and answer.status_code == 200  # it is live already
    counted = "dead-letters" in route.template and not any(answer.json().values())
    return not (as_before or counted)
