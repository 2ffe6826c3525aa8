"""The set-up before anything is installed: done when something changed, and only then."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from console.embedded.bootstrap import frontend, progress, python

Calls = list[str]

BUILD = ["Front-end build", "Compressed pages"]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Titles of the steps that would have run; packages and pages appear as the real ones do."""
    seen: Calls = []

    def instead(title: str, *_command: object, **_options: object) -> None:
        seen.append(title)
        if title == "Front-end build":
            (frontend.FRONTEND / "dist").mkdir(exist_ok=True)
            (frontend.FRONTEND / "dist" / "index.html").touch()

    monkeypatch.setattr(frontend, "run_step", instead)
    monkeypatch.setattr(python, "run_step", instead)
    return seen


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("package.json", "package-lock.json", "src/app.tsx", "src/app.test.tsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "node_modules").mkdir()
    monkeypatch.setattr(frontend, "FRONTEND", tmp_path)
    monkeypatch.setattr(frontend, "_MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(frontend, "_node_version", lambda: "v20.19.0")
    return tmp_path


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        (lambda _root: None, []),
        (lambda root: (root / "src/app.test.tsx").write_text("another test"), []),
        (lambda root: (root / "src/app.tsx").write_text("another page"), BUILD),
        (lambda root: (root / "src/new.css").touch(), BUILD),
        (lambda root: (root / "dist/index.html").unlink(), BUILD),
        (
            lambda root: (root / "package-lock.json").write_text("another lock"),
            ["Front-end packages", *BUILD],
        ),
    ],
)
def test_the_pages_are_built_when_a_source_changed(
    calls: Calls, pages: Path, change: Callable[[Path], object], steps: list[str]
) -> None:
    frontend.ensure_built()
    assert calls == ["Front-end packages", *BUILD]
    calls.clear()
    change(pages)
    frontend.ensure_built()
    assert calls == steps


def test_packages_are_installed_when_the_lock_changed(
    calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(python, "_LOCK", lock)
    monkeypatch.setattr(python, "_STAMP", tmp_path / "stamp")
    monkeypatch.setattr(python, "PYTHON", Path(sys.executable))
    python.ensure()
    python.ensure()
    assert calls == ["Python packages"]
    lock.write_text("django==5.3 \\\n    --hash=sha256:11\n")
    python.ensure()
    assert calls == ["Python packages"] * 2


def test_a_step_that_fails_shows_where_it_began_and_ended(tmp_path: Path) -> None:
    talk = "import sys\nfor n in range(100): print('line', n)\nsys.exit(3)"
    with pytest.raises(progress.StepFailed) as failure:
        progress.run_step("Talking", [sys.executable, "-c", talk], cwd=tmp_path)
    text = str(failure.value)
    assert "ended with status 3" in text
    assert "line 0\n" in text
    assert text.endswith("line 99")
    assert "line 50" not in text
