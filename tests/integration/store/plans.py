"""The plans of every statement that runs in a block, as PostgreSQL's auto_explain tells them."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from django.db import connection

HISTORY = ("execution_", "payload_", "blob_", "step_attempt_", "outcome_", "business_key_")


@dataclass(frozen=True, slots=True)
class Scan:
    """One way of reading a table: ``condition`` is what the index is searched for."""

    table: str
    kind: str
    condition: str
    statement: str


@contextmanager
def explained(
    raw: psycopg.Connection[Any], hear: Callable[[Mapping[str, Any]], None], *more: str
) -> Iterator[None]:
    """Calls ``hear`` with what auto_explain tells of each statement that the block runs on the connection.
    ``more``: further settings of auto_explain."""
    for setting in (
        "LOAD 'auto_explain'", "SET auto_explain.log_min_duration = 0", "SET auto_explain.log_format = json",
        "SET auto_explain.log_level = notice", "SET client_min_messages = notice", *more,
    ):  # fmt: skip
        raw.execute(setting)

    def read(notice: psycopg.errors.Diagnostic) -> None:
        _, brace, text = (notice.message_primary or "").partition("{")
        if brace:
            hear(json.loads(brace + text))

    raw.add_notice_handler(read)
    try:
        yield
    finally:
        raw.remove_notice_handler(read)
        raw.execute("SET auto_explain.log_min_duration = -1")


@contextmanager
def recorded() -> Iterator[list[Scan]]:
    """Gathers the scans of all statements on Django's connection, also of those within functions."""
    connection.ensure_connection()
    raw = cast("psycopg.Connection[Any]", connection.connection)
    found: list[Scan] = []

    def hear(told: Mapping[str, Any]) -> None:
        found.extend(_walk(told["Plan"], told["Query Text"]))

    with explained(raw, hear, "SET auto_explain.log_nested_statements = on"):
        yield found


def faults(found: list[Scan], filled: set[str]) -> list[str]:
    """Scans of a week's table, one that holds rows, from end to end."""
    return [
        f"{one.kind} of {one.table}: {' '.join(one.statement.split())[:300]}"
        for one in found
        if one.table in filled and not one.condition
    ]


def _walk(node: Mapping[str, Any], statement: str) -> Iterator[Scan]:
    table = node.get("Relation Name", "")
    if table.startswith(HISTORY):
        condition = node.get("Index Cond") or node.get("Recheck Cond") or ""
        yield Scan(table, node["Node Type"], condition, statement)
    for below in node.get("Plans", ()):
        yield from _walk(below, statement)
