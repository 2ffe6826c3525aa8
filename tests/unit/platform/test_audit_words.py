"""Every deed that is recorded has words that people read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.audit.words import summary

ROOT = Path(__file__).parents[3]


def recorded() -> Iterator[str]:
    """The actions that the code gives to the audit trail by name."""
    for path in (ROOT / "console").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) == "record" and len(node.args) > 2:
                yield from _constant(node.args[1])
            elif isinstance(node, ast.Call) and _name(node.func) == "audited" and node.args:
                yield from _constant(node.args[0])


def _constant(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_deed_has_words() -> None:
    actions = set(recorded())
    assert len(actions) > 20, actions
    assert {one for one in actions if f": {one} " in summary("operator", one, "flow:orders")} == set()


@pytest.mark.parametrize(
    ("action", "object", "told"),
    [
        ("flow.pause", "flow:orders", "operator paused the flow orders"),
        ("installation.backup", "installation:database", "operator saved a backup"),
        ("retention.set", "flow:orders", "operator set how long data is kept of the flow orders"),
    ],
)
def test_deeds_in_words(action: str, object: str, told: str) -> None:
    assert summary("operator", action, object) == told
