"""The index over the beginnings of business keys: every week has it, and it is made beside the writers."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from flows.store.cursors import fetch
from flows.store.partitions import CLASSES

pytestmark = pytest.mark.django_db(transaction=True)
migration = import_module("flows.store.migrations.0012_beginnings")
_STATE = """
SELECT week.relname, coalesce(bool_or(i.indisvalid), false) FROM pg_inherits p
JOIN pg_class week ON week.oid = p.inhrelid
LEFT JOIN (pg_index i JOIN pg_inherits a ON a.inhrelid = i.indexrelid
           AND a.inhparent = to_regclass('business_key_beginning')) ON i.indrelid = week.oid
WHERE p.inhparent = 'business_key'::regclass GROUP BY 1"""
_VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'business_key_beginning'::regclass"


def test_every_week_has_it_also_those_made_later() -> None:
    before = dict(fetch(_STATE))
    fetch("SELECT fairlead_make_partitions(now() - interval '200 days', now() - interval '200 days')")
    weeks = dict(fetch(_STATE))
    try:
        assert len(weeks) == len(before) + 1
        assert all(weeks.values())
        assert fetch(_VALID) == [(True,)]
    finally:
        (week,) = {name.partition("_key_")[2] for name in weeks.keys() - before.keys()}
        for parent in (one for tables in CLASSES.values() for one in tables):
            fetch(f'DROP TABLE IF EXISTS "{parent}_{week}"')


def test_a_broken_off_migration_is_taken_up_again() -> None:
    with connection.schema_editor(atomic=False) as editor:
        migration._drop(apps, editor)
        assert not any(dict(fetch(_STATE)).values())
        # Broken off at the second week: one index is attached, one is there and attached to nothing.
        fetch(f"CREATE INDEX business_key_beginning ON ONLY business_key {migration._COLUMNS}")
        fetch(f"CREATE INDEX business_key_default_beginning ON business_key_default {migration._COLUMNS}")
        migration._make(apps, editor)
        assert fetch(_VALID) == [(True,)]
        migration._make(apps, editor)
    assert all(dict(fetch(_STATE)).values())
