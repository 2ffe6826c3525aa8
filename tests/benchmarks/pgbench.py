"""PostgreSQL's own limit: durable inserts of one row of the same size, by pgbench."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from tests.benchmarks.order import order

TABLE = (
    "DROP TABLE IF EXISTS bench_row; CREATE TABLE bench_row (id bigserial PRIMARY KEY, body bytea NOT NULL)"
)


def connection_arguments(url: str) -> tuple[list[str], dict[str, str]]:
    """pgbench's and psql's options and environment for a database address."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or "localhost"])[0]
    options = ["-h", host, "-U", unquote(parts.username or ""), "-p", str(parts.port or 5432)]
    return options, {**os.environ, "PGPASSWORD": unquote(parts.password or "")}


def inserts_per_second(url: str, binaries: Path, folder: Path, clients: int, seconds: int) -> float:
    """Transactions per second of ``clients`` connections that insert one row and commit."""
    options, environment = connection_arguments(url)
    database = urlsplit(url).path.lstrip("/")
    psql = [str(binaries / "psql"), *options, "-d", database, "-qc"]
    subprocess.run([*psql, TABLE], env=environment, check=True, capture_output=True)
    script = folder / "insert.sql"
    script.write_text(f"INSERT INTO bench_row (body) VALUES ('\\x{order(1).hex()}');\n")
    command = [str(binaries / "pgbench"), *options, "-n", "-M", "prepared", "-f", str(script)]
    command += ["-c", str(clients), "-j", "2", "-T", str(seconds), database]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    subprocess.run([*psql, "DROP TABLE bench_row"], env=environment, check=True, capture_output=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise RuntimeError(f"pgbench said nothing of its rate:\n{done.stdout}")
    return float(found[1])
