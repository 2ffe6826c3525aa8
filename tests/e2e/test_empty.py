"""A new installation without the demonstration: every section is empty and teaches the next step."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.harness import Installation, open_directory
from tests.e2e.axe import faults
from tests.e2e.conftest import Open, windows_of

_SECTIONS = {
    "/wall": ("Wall", "No flows to watch"),
    "/flows": ("Flows", "No flows yet"),
    "/executions": ("Executions", "No executions yet"),
    "/dead-letters": ("Dead letters", "No dead letters"),
    "/connections": ("Connections", "No connections"),
    "/systems": ("Systems", "No systems"),
    "/tokens": ("Tokens", "No tokens yet"),
}


@pytest.fixture(scope="module")
def empty() -> Iterator[Installation]:
    """An installation as ``./run --no-demo`` brings it up."""
    with open_directory() as root, Installation(root / "state", demo=False) as up:
        up.start()
        yield up


@pytest.fixture
def open_empty(request: pytest.FixtureRequest, empty: Installation, browser: Browser) -> Iterator[Open]:
    """Opens windows of the empty installation."""
    with windows_of(request.node, empty, browser, lambda _persona: None) as opened:
        yield opened


def test_the_first_administrator_finds_each_section_empty_with_its_next_step(
    empty: Installation, open_empty: Open
) -> None:
    made = empty.command("manage", "user", "first", "--roles", "administrator")
    assert made.returncode == 0, made.stderr
    console = open_empty("")
    console.sign_in("first", made.stdout.split()[-1])
    console.session()
    found: list[str] = []
    for path, (heading, empty_title) in _SECTIONS.items():
        page = console.go(path, heading)
        expect(page.get_by_role("heading", name=re.compile(empty_title))).to_be_visible()
        found += [f"{path}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)
    page = console.go("/flows", "Flows")
    page.get_by_role("main").get_by_role("button", name="New flow").last.click()
    expect(console.dialog("New flow")).to_be_visible()
