"""The code of the release before works on this schema, since both run side by side during an update.

``schema_of_release.json`` names the columns and functions that code knows: what it reads must still be
there as it was, and what it does not know must not have to be filled in. The file is renewed with each
release from ``knowledge()``.
"""

import json
from pathlib import Path

import pytest

from flows.store.cursors import fetch

pytestmark = pytest.mark.django_db
_FILE = Path(__file__).with_name("schema_of_release.json")
_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
       NOT a.attnotnull OR a.atthasdef OR a.attidentity <> ''
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND a.attnum > 0 AND NOT a.attisdropped
  AND c.relname NOT LIKE 'django_%%' AND c.relname NOT LIKE 'auth_%%' AND c.relname NOT LIKE 'guardian_%%'
ORDER BY 1, 2"""
_FUNCTIONS = """
SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ')' FROM pg_proc
WHERE proname LIKE 'fairlead_%%' AND prorettype <> 'trigger'::regtype ORDER BY 1"""


def knowledge() -> dict[str, object]:
    """What the code of this moment knows of the schema."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind, _ in fetch(_COLUMNS):
        tables.setdefault(table, {})[column] = kind
    return {"tables": tables, "functions": [one for (one,) in fetch(_FUNCTIONS)]}


@pytest.fixture(scope="module")
def released() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = json.loads(_FILE.read_text())
    return found


def test_nothing_that_it_reads_is_gone_or_changed(released: dict[str, dict[str, dict[str, str]]]) -> None:
    now = {(table, column): kind for table, column, kind, _ in fetch(_COLUMNS)}
    then = {
        (table, column): kind
        for table, columns in released["tables"].items()
        for column, kind in columns.items()
    }
    assert {key: now.get(key) for key in then} == then
    assert set(released["functions"]) <= {one for (one,) in fetch(_FUNCTIONS)}


def test_what_it_does_not_know_needs_no_value(released: dict[str, dict[str, dict[str, str]]]) -> None:
    new = [
        f"{table}.{column}"
        for table, column, _, may_be_left_out in fetch(_COLUMNS)
        if not may_be_left_out and table in released["tables"] and column not in released["tables"][table]
    ]
    assert not new, f"an INSERT of the release before leaves out {new}"
