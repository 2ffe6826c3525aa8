"""Columns arrive in PostgreSQL as they were, whether their rows are alike, differ or are missing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from flows.store.arrays import bigints, byteas, texts, times, uuids
from flows.store.cursors import fetch

FIRST, SECOND = UUID(int=1), UUID(int=2**128 - 1)
EARLY, LATE = datetime(1999, 12, 31, tzinfo=UTC), datetime(2026, 11, 22, 8, 30, 0, 1, tzinfo=UTC)
LARGE = b"\0x" * 50_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "kind", "values"),
    [
        (uuids, "uuid", [FIRST, SECOND, None]),
        (bigints, "bigint", [0, -(2**63), 2**63 - 1]),
        (texts, "text", ["", "grøt", "{}"]),
        (byteas, "bytea", [b"", LARGE, None]),
        (times, "timestamptz", [EARLY, LATE, None]),
    ],
)
def test_columns_arrive_as_they_were(column: Any, kind: str, values: Sequence[Any]) -> None:
    alike = [[one] * 3 for one in values]
    for rows in ([], *([one] for one in values), *alike, list(values), [*values, *values[::-1]]):
        [(found,)] = fetch(f"SELECT %s::{kind}[]", [column(rows)])
        assert found == rows
