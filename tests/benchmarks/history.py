"""Fills a database with a long history, by COPY: ``python -m tests.benchmarks.history --count 5000000``.

For looking at lists, plans and costs with millions of stored executions. The database that
DATABASE_URL names must be migrated, and must not hold such a history yet. Flows are of very different size,
nights and weekends are quiet, most executions succeed, the newest few are still open.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

import psycopg

CHUNK = 20_000
ENDS = ("succeeded", "failed", "dead", "indeterminate", "cancelled")
SHARES = (0.9715, 0.015, 0.008, 0.0005, 0.005)
CODES = ("http.unreachable", "http.status", "odoo.validation", "mapping.type", "validation.schema")
SUPPLIERS = 5000
DEFINITION = json.dumps({
    "schema": "fairlead.flow/1",
    "trigger": {"kind": "webhook", "config": {}},
    "steps": [
        {"id": "map", "kind": "map", "name": "Map", "config": {"expression": "$"}},
        {"id": "send", "kind": "map", "name": "Send", "config": {"expression": "{}"}},
    ],
    "edges": [{"from": "trigger", "to": "map"}, {"from": "map", "to": "send"}],
    "keys": {"business": {"order": "order", "supplier": "supplier"}},
})  # fmt: skip
WORKDAY = (1, 1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 12, 10, 12, 13, 12, 9, 6, 4, 3, 2, 2, 1, 1)
_COLUMNS = {
    "execution": "id, flow_id, version_id, received_at, bytes, trigger_kind, content_type, business,"
    " ordering_key, idempotency_key",
    "payload": "execution_id, body",
    "step_attempt": "execution_id, started_at, finished_at, item, attempt, round, step, status, port, key,"
    " output, error",
    "outcome": "execution_id, flow_id, finished_at, attempts, round, status, step, error",
    "business_key": "execution_id, flow_id, name, value",
    "dead_letter": "execution_id, flow_id, at, round, step, code, message, fingerprint",
    "queue": "execution_id, flow_id, visible_at, status",
}
Lines = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to make. ``open`` of the newest have not ended. ``until``: when the last came; None: now."""

    count: int
    days: float = 180.0
    flows: int = 24
    open: int = 500
    seed: int = 7
    until: datetime | None = None


def fill(connection: psycopg.Connection[tuple[object, ...]], plan: Plan) -> Counter[str]:
    """Makes flows and their history, and gathers statistics; the rows per table."""
    chance = random.Random(plan.seed)
    flows = _make_flows(connection, plan.flows)
    until = plan.until or datetime.now(UTC)
    connection.execute("SET synchronous_commit = off")
    connection.execute("SELECT fairlead_make_partitions(%s, %s)", (until - timedelta(days=plan.days), until))
    connection.commit()
    written: Counter[str] = Counter()
    moments = enumerate(_moments(plan, until, chance))
    for start in range(0, plan.count, CHUNK):
        lines: Lines = {table: [] for table in _COLUMNS}
        for number, moment in islice(moments, CHUNK):
            _execution(lines, chance, number, moment, flows, is_open=number >= plan.count - plan.open)
        for table, rows in lines.items():
            _copy(connection, table, rows)
            written[table] += len(rows)
        connection.commit()
        _say(f"{min(start + CHUNK, plan.count)} of {plan.count}")
    _count(connection, [flow for flow, _ in flows])
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM (ANALYZE)")
    return written


def _make_flows(connection: psycopg.Connection[tuple[object, ...]], count: int) -> list[tuple[int, int]]:
    """Paused flows with one version each; their ids, the busiest first."""
    made = []
    for number in range(count):
        slug = f"history-{number:03}"
        flow = connection.execute(
            "INSERT INTO flow (slug, name, description, state, created_at, updated_at)"
            " VALUES (%s, %s, '', 'draft', now(), now()) RETURNING id", (slug, slug),
        ).fetchone()  # fmt: skip
        assert flow is not None
        version = connection.execute(
            "INSERT INTO flow_version (flow_id, number, hash, definition, note, published_at)"
            " VALUES (%s, 1, %s, %s, '', now()) RETURNING id", (flow[0], f"{number:064}", DEFINITION),
        ).fetchone()  # fmt: skip
        assert version is not None
        connection.execute(
            "INSERT INTO flow_draft (flow_id, definition, revision, updated_at) VALUES (%s, %s, 1, now())",
            (flow[0], DEFINITION),
        )
        connection.execute(
            "UPDATE flow SET state = 'paused', live_version_id = %s WHERE id = %s", (version[0], flow[0])
        )
        made.append((int(str(flow[0])), int(str(version[0]))))
    return made


def _moments(plan: Plan, until: datetime, chance: random.Random) -> Iterator[datetime]:
    """When each came, in order: by the hour of the day, a fifth of the load at weekends."""
    hours = [until - timedelta(hours=one) for one in range(int(plan.days * 24), 0, -1)]
    weights = [WORKDAY[one.hour] * (0.2 if one.weekday() > 4 else 1.0) for one in hours]
    total, due = sum(weights), 0.0
    for hour, weight in zip(hours, weights, strict=True):
        before, due = round(due), due + plan.count * weight / total
        seconds = sorted(chance.random() * 3600 for _ in range(round(due) - before))
        yield from (hour + timedelta(seconds=one) for one in seconds)


def _execution(
    lines: Lines,
    chance: random.Random,
    number: int,
    moment: datetime,
    flows: list[tuple[int, int]],
    *,
    is_open: bool,
) -> None:
    """One execution's rows."""
    milliseconds = int(moment.timestamp() * 1000)
    raw = f"{milliseconds:012x}7{chance.getrandbits(12):03x}8{chance.getrandbits(60):015x}"
    one = f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"
    flow, version = flows[min(int(chance.paretovariate(0.9)) - 1, len(flows) - 1)]
    supplier, order = f"S{int(chance.random() ** 2 * SUPPLIERS):05}", f"PO-{number:08}"
    at, end = moment.isoformat(), (moment + timedelta(milliseconds=chance.expovariate(0.01))).isoformat()
    business = f'{{"order":"{order}","supplier":"{supplier}"}}'
    lines["execution"].append(
        f"{one}\t{flow}\t{version}\t{at}\t480\twebhook\tapplication/json\t{business}\t{supplier}\t"
    )
    lines["payload"].append(f"{one}\t{_bytes(json.dumps({'order': order, 'note': order * 30}))}")
    lines["business_key"] += (f"{one}\t{flow}\torder\t{order}", f"{one}\t{flow}\tsupplier\t{supplier}")
    output = _bytes(json.dumps({"supplier": supplier, "note": supplier * 15}))
    mapped = f"{one}\t{at}\t{end}\t-1\t1\t0\tmap\tsucceeded\tout\t\t{output}\t\\N"
    lines["step_attempt"].append(mapped)
    if is_open:
        lines["queue"].append(f"{one}\t{flow}\t{at}\tqueued")
        return
    status = chance.choices(ENDS, SHARES)[0]
    code = chance.choice(CODES) if status in {"failed", "dead", "indeterminate"} else ""
    error = f'{{"code":"{code}","message":"The target refused."}}' if code else "\\N"
    step = "send" if code else ""
    call = "failed" if code else "succeeded"
    lines["step_attempt"].append(f"{one}\t{at}\t{end}\t-1\t1\t0\tsend\t{call}\tout\tk{raw}\t\\\\x7b7d\t\\N")
    lines["outcome"].append(f"{one}\t{flow}\t{end}\t2\t0\t{status}\t{step}\t{error}")
    if status == "dead":
        print_ = f"{code}:{flow}"
        lines["dead_letter"].append(f"{one}\t{flow}\t{end}\t0\t{step}\t{code}\tThe target refused.\t{print_}")


def _bytes(text: str) -> str:
    return f"\\\\x{text.encode().hex()}"


def _copy(connection: psycopg.Connection[tuple[object, ...]], table: str, rows: list[str]) -> None:
    with connection.cursor().copy(f"COPY {table} ({_COLUMNS[table]}) FROM STDIN") as sink:
        sink.write("".join(f"{row}\n" for row in rows))


def _count(connection: psycopg.Connection[tuple[object, ...]], flows: list[int]) -> None:
    """Of these flows alone: others have been counted as they came."""
    of_flows = "FROM {} WHERE flow_id = ANY(%s) GROUP BY"
    connection.execute(
        f"INSERT INTO tally SELECT flow_id, count(*), 'accepted' {of_flows.format('execution')} 1", (flows,)
    )
    connection.execute(
        f"INSERT INTO tally SELECT flow_id, count(*), status {of_flows.format('outcome')} 1, 3", (flows,)
    )


def _say(text: str) -> None:
    if sys.stderr.isatty() or os.environ.get("FAIRLEAD_BENCH_VERBOSE"):
        sys.stderr.write(f"\r{text}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.history", description=__doc__)
    parser.add_argument("--count", type=int, default=5_000_000, help="executions to make")
    parser.add_argument("--days", type=float, default=180.0, help="over how long a time")
    parser.add_argument("--flows", type=int, default=24)
    asked = parser.parse_args()
    began = time.monotonic()
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        written = fill(connection, Plan(asked.count, asked.days, asked.flows))
    for table, rows in written.items():
        print(f"{table:<14}{rows:>12,}")
    print(f"in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
