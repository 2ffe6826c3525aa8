"""Where the browser of the browser tests comes from: the machine, apt, npm, Playwright, in that order."""

import sys
from pathlib import Path

import pytest

from console.embedded import browser
from console.embedded.state import StateError

_BROWSER = "echo Chromium 1.0"
_FAILS = "exit 1"


class Machine:
    """A directory of programs that stands for all that is installed."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        programs.mkdir()

    def install(self, name: str, body: str) -> Path:
        program = self._programs / name
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
        return program

    def installing(self, name: str) -> str:
        """The body of a program that installs a browser under the name."""
        place = self._programs / name
        return f"printf '#!/bin/sh\\n{_BROWSER}\\n' > {place}; /bin/chmod 755 {place}"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """One without a browser, for root, whose package managers fail."""
    machine = Machine(tmp_path / "bin")
    monkeypatch.delenv("FAIRLEAD_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(browser, "_CACHE", tmp_path / "cache")
    monkeypatch.setattr(browser, "is_root", lambda: True)
    for name in ("apt-get", "npm", "node", "python"):
        machine.install(name, _FAILS)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    return machine


async def test_an_installed_one_is_taken(machine: Machine) -> None:
    path = machine.install("chromium", _BROWSER)
    assert await browser.ensure() == str(path)


async def test_one_that_does_not_start_is_not_taken(machine: Machine) -> None:
    machine.install("chromium", _FAILS)
    with pytest.raises(StateError, match="apt install chromium"):
        await browser.ensure()


async def test_root_installs_it_by_apt(machine: Machine, tmp_path: Path) -> None:
    machine.install("apt-get", machine.installing("chromium"))
    assert await browser.ensure() == str(tmp_path / "bin" / "chromium")


async def test_others_do_not_touch_apt(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "is_root", lambda: False)
    machine.install("apt-get", machine.installing("chromium"))
    with pytest.raises(StateError):
        await browser.ensure()


async def test_npm_brings_one_with_its_own_libraries(machine: Machine, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked" / "chromium"
    unpacked.parent.mkdir()
    unpacked.write_text('#!/bin/sh\necho "Chromium with $LD_LIBRARY_PATH"\n')
    unpacked.chmod(0o755)
    machine.install("npm", "exit 0")
    machine.install("node", f"echo {unpacked}")
    path = await browser.ensure()
    assert await browser._said([path]) == f"Chromium with {unpacked.parent}/al2023/lib\n"


async def test_playwright_brings_its_own_as_the_last(machine: Machine, tmp_path: Path) -> None:
    found = machine.install("playwrights", _BROWSER)
    machine.install("python", f"echo {found}")
    assert await browser.ensure() == str(found)


async def test_a_named_one_is_taken_and_no_other(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.install("chromium", _BROWSER)
    named = machine.install("mine", _BROWSER)
    monkeypatch.setenv("FAIRLEAD_CHROMIUM", str(named))
    assert await browser.ensure() == str(named)
    machine.install("mine", _FAILS)
    with pytest.raises(StateError, match="FAIRLEAD_CHROMIUM names"):
        await browser.ensure()
