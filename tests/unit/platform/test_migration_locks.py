"""The check of the migrations' locks: finds each planted fault, and lets sound ones through."""

from pathlib import Path

import pytest

from console.embedded import migration_locks

_BAD = {
    "index": "CREATE INDEX late ON execution (received_at);",
    "not-null": "ALTER TABLE queue ADD COLUMN colour text NOT NULL;",
    "type": "ALTER TABLE queue ALTER COLUMN epoch TYPE bigint;",
    "check": "ALTER TABLE queue ADD CONSTRAINT queue_epoch CHECK (epoch >= 0);",
    "foreign key": "ALTER TABLE queue ADD CONSTRAINT queue_flow FOREIGN KEY (flow_id) REFERENCES flow (id);",
    "unique": "ALTER TABLE flow ADD CONSTRAINT flow_name UNIQUE (name);",
    "set not null": "ALTER TABLE execution ALTER COLUMN business SET NOT NULL;",
    "rename": "ALTER TABLE queue RENAME COLUMN round TO turn;",
    "drop column": "ALTER TABLE queue DROP COLUMN round;",
    "drop table": "DROP TABLE record_lock;",
}
_GOOD = """
CREATE TABLE fresh (id bigint NOT NULL, name text NOT NULL);
CREATE INDEX fresh_name ON fresh (name);
ALTER TABLE queue ADD COLUMN colour text NOT NULL DEFAULT '';
ALTER TABLE queue ADD CONSTRAINT queue_colour CHECK (colour <> 'none') NOT VALID;
CREATE OR REPLACE FUNCTION fairlead_one() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
"""


@pytest.mark.parametrize("kind", _BAD)
def test_a_planted_fault_is_found(kind: str, tmp_path: Path) -> None:
    (tmp_path / "store.0099_planted.sql").write_text(_BAD[kind])
    assert "store.0099_planted.sql" in migration_locks.faults(tmp_path)


def test_sound_migrations_pass(tmp_path: Path) -> None:
    (tmp_path / "store.0099_sound.sql").write_text(_GOOD)
    assert migration_locks.faults(tmp_path) == ""
