"""n8n with the same flow: webhook, the same mapping, POST to the counting target, on its own PostgreSQL.

n8n has no JSONata, so its Edit Fields node computes the same result by n8n's expressions (JavaScript).
"""

import json
import os
import secrets
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from console.embedded.postgres import NAME, Postgres
from tests.benchmarks import node, own_postgres
from tests.benchmarks.order import order
from tests.benchmarks.processes import NotStarted, process, wait_until

N8N = "n8n@2.41.1"
WORKFLOW = "orders"
START_S = 180
COMMAND_S = 180
CONNECTIONS = 16
"""To PostgreSQL; n8n's own default of 2 would hold it up."""
FIELDS = (
    ("number", "string", "$json.body.order.id"),
    ("supplier", "string", "$json.body.order.supplier.name"),
    ("currency", "string", "$json.body.order.currency"),
    (
        "lines",
        "array",
        "$json.body.order.lines.map(line => ({ item: line.sku, description: line.name.toUpperCase(), "
        "quantity: line.quantity, price: line.price, "
        "total: Math.round(line.quantity * line.price * 100) / 100 }))",
    ),
    (
        "total",
        "number",
        "Math.round($json.body.order.lines.reduce((sum, line) => sum + line.quantity * line.price, 0) "
        "* 100) / 100",
    ),
)
"""Name, type and expression of each field; together the result of ``order.EXPRESSION``."""
FASTER_EXPRESSIONS = {"N8N_EXPRESSION_ENGINE": "legacy"}
"""In n8n's own process: its default is an isolate for each execution, at several times the cost."""
STARTED = b"Workflow was started"
"""What its webhook answers."""
QUIET = {
    "N8N_LOG_LEVEL": "warn",
    "N8N_GRACEFUL_SHUTDOWN_TIMEOUT": "10",
    "N8N_DISABLED_MODULES": "mcp-registry",
    "N8N_DIAGNOSTICS_ENABLED": "false",
    "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
    "N8N_DYNAMIC_BANNERS_ENABLED": "false",
    "N8N_TEMPLATES_ENABLED": "false",
    "N8N_PERSONALIZATION_ENABLED": "false",
    "N8N_HIRING_BANNER_ENABLED": "false",
    "N8N_COMMUNITY_PACKAGES_ENABLED": "false",
    "N8N_LICENSE_AUTO_RENEW_ENABLED": "false",
    "EXTERNAL_FRONTEND_HOOKS_URLS": "",
    "N8N_DIAGNOSTICS_CONFIG_FRONTEND": "",
    "N8N_DIAGNOSTICS_CONFIG_BACKEND": "",
}
"""Nothing is asked of n8n's servers and nothing is told to them."""


def command(folder: Path) -> list[str]:
    """What starts n8n: the one on the PATH, else the one below ``folder``, where it is installed once."""
    found = shutil.which("n8n")
    if found:
        return [found]
    script = folder.resolve() / "n8n" / "node_modules" / ".bin" / "n8n"
    if not script.exists():
        node.install(folder, N8N, script.parents[2])
    return [str(node.node(folder)), str(script)]


def workflow(target: str) -> dict[str, object]:
    """n8n's workflow document; the webhook answers at once."""
    webhook = {"httpMethod": "POST", "path": WORKFLOW, "responseMode": "onReceived", "options": {}}
    fields = [
        {"id": name, "name": name, "type": kind, "value": f"={{{{ {expression} }}}}"}
        for name, kind, expression in FIELDS
    ]
    post = {
        "method": "POST",
        "url": target,
        "sendBody": True,
        "specifyBody": "json",
        "jsonBody": "={{ $json }}",
        "options": {},
    }
    steps = [
        {**_step("webhook", 2, webhook), "webhookId": WORKFLOW},
        _step("set", 3.4, {"assignments": {"assignments": fields}, "options": {}}),
        _step("httpRequest", 4.2, post),
    ]
    return {
        "id": WORKFLOW,
        "name": "Orders to the target",
        "active": False,
        "nodes": steps,
        "connections": {"webhook": _leads_to("set"), "set": _leads_to("httpRequest")},
        "settings": {"executionOrder": "v1"},
    }


def _step(kind: str, version: float, parameters: Mapping[str, object]) -> dict[str, object]:
    return {
        "id": kind,
        "name": kind,
        "type": f"n8n-nodes-base.{kind}",
        "typeVersion": version,
        "position": [0, 0],
        "parameters": parameters,
    }


def _leads_to(name: str) -> dict[str, object]:
    return {"main": [[{"node": name, "type": "main", "index": 0}]]}


@contextmanager
def running(install_folder: Path, work: Path, port: int, target: str) -> Iterator[str]:
    """n8n on ``port``, its broker on the next; yields the webhook's address."""
    start = command(install_folder)
    home = work / "n8n"
    home.mkdir()
    document, log = home / "workflow.json", work / "n8n.log"
    document.write_text(json.dumps(workflow(target)))
    _run(start, ["--version"], _alone(home))  # the wrong Node is told before anything is started
    with own_postgres.running(work / "n8n-database") as server:
        environment = _alone(home) | _reached_by(port) | _keeping_in(server)
        _run(start, ["import:workflow", f"--input={document}"], environment)
        # Not publish:workflow: n8n 1 knows only this, and n8n 2 knows both.
        _run(start, ["update:workflow", f"--id={WORKFLOW}", "--active=true"], environment)
        with process([*start, "start"], log, env=environment, cwd=home) as child:
            url = f"http://127.0.0.1:{port}/webhook/{WORKFLOW}"
            wait_until(lambda: _takes_orders(url), url, child, START_S, log)
            yield url


def _takes_orders(url: str) -> bool:
    """n8n calls itself ready before its workflows listen, so an order is tried."""
    asked = urllib.request.Request(url, order(0), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            # While it starts it answers everything with 200, in other words.
            return STARTED in answer.read()
    except OSError:
        return False


def _alone(home: Path) -> dict[str, str]:
    """Of this machine n8n gets to see the PATH alone, by which its command finds Node."""
    return {
        **QUIET,
        **FASTER_EXPRESSIONS,
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "N8N_USER_FOLDER": str(home),
        "NODE_ENV": "production",
    }


def _reached_by(port: int) -> dict[str, str]:
    return {
        "N8N_LISTEN_ADDRESS": "127.0.0.1",
        "N8N_HOST": "127.0.0.1",
        "N8N_PORT": str(port),
        # No runner is started: it would serve the Code node, which the workflow does without.
        "N8N_RUNNERS_MODE": "external",
        "N8N_RUNNERS_AUTH_TOKEN": secrets.token_hex(16),
        "N8N_RUNNERS_BROKER_PORT": str(port + 1),
    }


def _keeping_in(server: Postgres) -> dict[str, str]:
    return {
        "DB_TYPE": "postgresdb",
        "DB_POSTGRESDB_HOST": str(server.sockets),
        "DB_POSTGRESDB_DATABASE": NAME,
        "DB_POSTGRESDB_USER": NAME,
        "DB_POSTGRESDB_PASSWORD": server.state.secrets.database_password,
        "DB_POSTGRESDB_POOL_SIZE": str(CONNECTIONS),
    }


def _run(start: list[str], arguments: list[str], environment: dict[str, str]) -> None:
    try:
        done = subprocess.run(
            [*start, *arguments], env=environment, capture_output=True, text=True, timeout=COMMAND_S
        )
    except subprocess.TimeoutExpired as late:
        raise NotStarted(f"n8n {arguments[0]} did not end within {COMMAND_S} s.") from late
    if done.returncode:
        raise NotStarted(f"n8n {arguments[0]} failed:\n{(done.stderr or done.stdout).strip()[-2000:]}")
