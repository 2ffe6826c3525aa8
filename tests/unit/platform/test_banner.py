"""What ``./run`` prints when it is ready: with the demonstration all that its pages ask for."""

from pathlib import Path

import pytest

from console.embedded import banner, options
from console.embedded.output import Terminal
from console.embedded.state import State

_KEY = "FAIRLEAD_SANDBOX_ODOO_KEY"


def _printed(root: Path, *words: str) -> str:
    asked = options.parse(["--port", "9000", "--state-dir", str(root), *words])
    terminal = Terminal()
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "say", said.append)
        banner.show(terminal, State(root), asked)
    return "\n".join(said)


def test_the_sandbox_is_opened_with_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(_KEY, raising=False)
    kept = tmp_path / "sandbox-odoo" / "odoo-api-key"
    kept.parent.mkdir()
    kept.write_text("one-key\n")
    assert "http://127.0.0.1:9002/#key=one-key\n" in _printed(tmp_path)
    monkeypatch.setenv(_KEY, "given")
    assert "http://127.0.0.1:9002/#key=given\n" in _printed(tmp_path)


def test_without_the_demonstration_it_says_how_the_first_person_comes_in(tmp_path: Path) -> None:
    assert "manage user NAME --roles administrator\n" in _printed(tmp_path, "--no-demo")
    assert "First sign-in" not in _printed(tmp_path)


def test_commands_on_servers_of_ones_own_need_their_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1/fairlead")
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1/0")
    assert "with DATABASE_URL and CELERY_BROKER_URL set as for this start" in _printed(tmp_path, "--no-demo")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("CELERY_BROKER_URL")
    assert "DATABASE_URL" not in _printed(tmp_path, "--no-demo")


def test_without_the_demonstration_no_key_is_made_or_shown(tmp_path: Path) -> None:
    assert "key=" not in _printed(tmp_path, "--no-demo")
    assert not (tmp_path / "sandbox-odoo").exists()
