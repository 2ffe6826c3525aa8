"""What was measured, as a table for people and as JSON for machines."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


def rows(figures: Mapping[str, Any]) -> list[Row]:
    """The figures with what was to be reached."""
    return [
        Row("PostgreSQL, durable inserts, 32 clients", f"{figures['pgbench_per_s']:,.0f}/s"),
        Row("intake alone, 32 clients", f"{figures['intake_per_s']:,.0f}/s"),
        _ratio("  of PostgreSQL's limit", figures["intake_vs_pgbench"], 0.4),
        _most("  99 % within", figures["intake_p99_ms"], 25, "ms"),
        Row("  at both doors", f"{figures['intake_both_doors_per_s']:,.0f}/s"),
        Row("    of PostgreSQL's limit", f"{figures['intake_both_doors_vs_pgbench']:.2f} ×"),
        Row("end to end", f"{figures['end_to_end_per_s']:,.0f}/s"),
        _most("idle latency, median", figures["idle_median_ms"], 12, "ms"),
        _least("batch, records of a file", figures["batch_records_per_s"], 8_000, "/s"),
        _most("  memory of the worker meanwhile", figures["batch_rss_mb"], 300, "MB"),
        _most("memory of all processes", figures["rss_mb"], 700, "MB"),
        _most("  after 10,000 executions more", figures["rss_later_mb"], 700, "MB"),
        *_viewers(figures),
        *_peer(figures, "nodered", "Node-RED", 2),
        *_peer(figures, "n8n", "n8n"),
    ]


def _peer(figures: Mapping[str, Any], name: str, title: str, least: float | None = None) -> list[Row]:
    """Nothing where the peer was not asked for or did not run."""
    rate = figures.get(f"{name}_per_s")
    if not rate:
        return []
    ratio = figures[f"end_to_end_vs_{name}"]
    against = "  Fairlead against it"
    return [
        Row(f"{title}, end to end", f"{rate:,.0f}/s"),
        Row(against, f"{ratio:.2f} ×") if least is None else _ratio(against, ratio, least),
    ]


def _viewers(figures: Mapping[str, Any]) -> list[Row]:
    right = figures["viewers_right_within_s"]
    return [
        _most(f"{figures['viewers']} live pages cost", figures["viewers_cost_percent"], 15, "%"),
        Row("  every page right within", "never", "at most 2 s", False)
        if right is None
        else _most("  every page right within", right, 2, "s"),
        _most("  frames that were missed", figures["viewers_gaps"] + figures["viewers_lost"], 0, ""),
    ]


def _ratio(name: str, value: float, least: float) -> Row:
    return Row(name, f"{value:.2f} ×", f"at least {least} ×", value >= least)


def _least(name: str, value: float, least: float, unit: str) -> Row:
    return Row(name, f"{value:,.0f}{unit}", f"at least {least:,.0f}{unit}", value >= least)


def _most(name: str, value: float, most: float, unit: str) -> Row:
    return Row(name, f"{value:.1f} {unit}", f"at most {most} {unit}", value <= most)
