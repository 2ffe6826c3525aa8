"""Node-RED with the same flow: webhook, the same JSONata, POST to the counting target."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import node
from tests.benchmarks.order import EXPRESSION
from tests.benchmarks.processes import process, wait_for

NODE_RED = "node-red@5.0.7"
SETTINGS = """module.exports = {
  flowFile: "flows.json", httpAdminRoot: false, diagnostics: {enabled: false, ui: false},
  telemetry: {enabled: false}, logging: {console: {level: "warn", metrics: false, audit: false}},
};
"""


def install(folder: Path) -> Path:
    """Installs Node and Node-RED below ``folder`` once; the path of Node's program."""
    script = folder / "node_modules" / "node-red" / "red.js"
    if not script.exists():
        node.install(folder, NODE_RED, folder)
    return node.node(folder)


def flow(target: str) -> list[dict[str, object]]:
    """Node-RED's flow document; it answers the webhook at once and keeps connections alive."""
    rule = {"t": "set", "p": "payload", "pt": "msg", "to": f"msg.payload.({EXPRESSION})", "tot": "jsonata"}
    entry = {"id": "in", "type": "http in", "z": "f", "url": "/orders", "method": "post"}
    change: dict[str, object] = {
        "id": "map",
        "type": "change",
        "z": "f",
        "rules": [rule],
        "wires": [["post"]],
    }
    post = {
        "id": "post",
        "type": "http request",
        "z": "f",
        "method": "POST",
        "ret": "obj",
        "paytoqs": "ignore",
    }
    answer: dict[str, object] = {
        "id": "ok",
        "type": "http response",
        "z": "f",
        "statusCode": "202",
        "wires": [],
    }
    return [
        {"id": "f", "type": "tab", "label": "orders"},
        {**entry, "wires": [["ok", "map"]]},
        change,
        {**post, "url": target, "persist": True, "senderr": False, "wires": [[]]},
        answer,
    ]


@contextmanager
def running(install_folder: Path, work: Path, port: int, target: str) -> Iterator[str]:
    """Node-RED on ``port``; yields the webhook's address."""
    program = install(install_folder)
    home = work / "node-red"
    home.mkdir()
    (home / "settings.js").write_text(SETTINGS)
    (home / "flows.json").write_text(json.dumps(flow(target)))
    red = install_folder / "node_modules" / "node-red" / "red.js"
    log = work / "node-red.log"
    command = [str(program), str(red), "-u", str(home), "-p", str(port)]
    with process(command, log) as child:
        wait_for(f"http://127.0.0.1:{port}/", child, 60, log)
        yield f"http://127.0.0.1:{port}/orders"
