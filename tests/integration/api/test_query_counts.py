"""How many queries a list takes, as a committed baseline; more rows must not mean more queries."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.facade import access
from tests import factories
from tests.factories import FLOW, Api, Cast
from tests.integration.api.conftest import World

BASELINE: dict[str, int] = json.loads(Path(__file__).with_name("query_counts.json").read_text("utf-8"))
LISTS = (
    "flows/",
    f"flows/{FLOW}/",
    f"flows/{FLOW}/draft/",
    f"flows/{FLOW}/versions/",
    "executions/",
    f"executions/?flow={FLOW}&status=queued&business_key=ORD-1",
    "executions/?business_key_prefix=ORD",
    "executions/accounting/",
    "dead-letters/",
    "dead-letters/batches/",
    "dead-letters/groups/",
    "connections/",
    "systems/",
    "tokens/",
    "people/",
    f"flows/{FLOW}/rights/",
    "connections/warehouse/rights/",
    "audit/",
    "me/",
    "step-kinds/",
    "connectors/",
)


def queries(api: Api, path: str) -> int:
    """Statements of one call, by the ORM or not; those of reading the session and user included."""
    count = 0
    execute = psycopg.Cursor.execute

    def counting(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        return execute(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", counting)
        assert api("GET", path).status_code == 200
    return count


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_as_many_queries_as_ever(world: World, cast: Cast, path: str) -> None:
    api = Api(cast.administrator)
    access.grant(world.flow, cast.client, ["view"])
    api("GET", path)
    few = queries(api, path)
    for number in range(3):
        someone = factories.person(f"more-{number}", "analyst", "operator")
        access.grant(world.flow, someone, ["view"])
        factories.published(cast.analyst, f"more-{number}")
        factories.started(cast.analyst, FLOW, {"id": "ORD-1", "total": number})
        factories.connection(cast.administrator, f"more-{number}")
    assert queries(api, path) == few
    assert few == BASELINE.get(path), f"{path} takes {few} queries; the baseline is in query_counts.json"


def test_the_baseline_names_no_list_that_is_gone() -> None:
    assert set(BASELINE) == set(LISTS)
