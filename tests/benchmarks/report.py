"""What was measured, as a table for people and as JSON for machines."""

import platform
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; ``aim`` says what was to be reached, ``reached`` whether it was (None: no aim)."""

    name: str
    value: str
    aim: str = ""
    reached: bool | None = None


def machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    python = platform.python_version()
    return f"{psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {python}"


def table(rows: list[Row]) -> str:
    """The rows in aligned columns."""
    names = max(len(row.name) for row in rows)
    values = max(len(row.value) for row in rows)
    verdicts = {True: "reached", False: "MISSED", None: ""}
    lines = [
        f"{row.name:<{names}}  {row.value:>{values}}  {verdicts[row.reached]:<8}{row.aim}".rstrip()
        for row in rows
    ]
    return "\n".join(lines)
