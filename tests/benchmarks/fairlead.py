"""A whole Fairlead with the benchmark's flow: webhook, JSONata, POST to the counting target."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from console.embedded.postgres import Postgres
from console.embedded.state import open_state
from tests.acceptance.harness import Installation
from tests.benchmarks.order import EXPRESSION

SLUG = "orders"


@dataclass(frozen=True, slots=True)
class Running:
    """A running installation: the hook's address, a token for it, and the installation itself."""

    installation: Installation
    hook: str
    intake_hook: str
    token: str

    def accounting(self) -> dict[str, int]:
        found: dict[str, int] = self.get("/api/v1/executions/accounting/")
        return found

    def database(self) -> tuple[str, Path]:
        """Address of the embedded database, and where its programs lie."""
        postgres = Postgres(open_state(self.installation.state_dir))
        return postgres.url, postgres.binaries

    def get(self, path: str) -> Any:
        return _call(self.installation.base_url + path, self.token)

    def connect(self, slug: str, target: str) -> None:
        """An http connection to a local server that honours our keys."""
        _connect(self.installation.base_url, self.token, slug, target)

    def publish(self, document: dict[str, object]) -> None:
        """Makes a flow live."""
        body = {"definition": document, "publish": True}
        _call(f"{self.installation.base_url}/api/v1/flows/import/", self.token, body)


def flow() -> dict[str, object]:
    """The flow document, the same work as Node-RED's."""
    post = {"method": "POST", "path": "/", "json": {"$expr": "$"}}
    call = {"connection": "target", "operation": "request", "arguments": post}
    return {
        "schema": "fairlead.flow/1",
        "slug": SLUG,
        "name": "Orders to the target",
        "trigger": {"kind": "webhook", "config": {"accepts": ["json"], "auth": ["token"]}},
        "steps": [
            {"id": "map", "kind": "map", "name": "Map", "config": {"expression": EXPRESSION}},
            {"id": "post", "kind": "call", "name": "Post", "config": call},
        ],
        "edges": [{"from": "trigger", "to": "map"}, {"from": "map", "to": "post"}],
    }


@contextmanager
def running(work: Path, target: str) -> Iterator[Running]:
    """Fairlead without the demonstration, its flow published; yields the way in."""
    with Installation(work / "state", demo=False) as installation:
        installation.start()
        _command(installation, "user", "bench", "--roles", "administrator")
        token = _command(installation, "token", "bench").strip()
        _connect(installation.base_url, token, "target", target)
        document = work / "flow.json"
        document.write_text(json.dumps(flow()))
        _command(installation, "flows", "import", str(document), "--publish")
        base = installation.base_url
        intake = f"http://127.0.0.1:{installation.port + 1}"
        yield Running(installation, f"{base}/hooks/{SLUG}", f"{intake}/hooks/{SLUG}", token)


def _command(installation: Installation, *arguments: str) -> str:
    done = installation.command("manage", *arguments)
    if done.returncode:
        raise RuntimeError(f"manage {arguments[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _connect(base: str, token: str, slug: str, target: str) -> None:
    host = urlsplit(target).netloc
    system = {"slug": slug, "name": "Counting target", "allowed_private_hosts": [host]}
    _call(f"{base}/api/v1/systems/", token, system)
    connection = {
        "slug": slug,
        "name": "Counting target",
        "connector": "http",
        "system": slug,
        "config": {"base_url": target, "idempotency": "by_key"},
        "max_concurrency": 256,
    }
    _call(f"{base}/api/v1/connections/", token, connection)


def _call(url: str, token: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as answer:
        return json.load(answer)
