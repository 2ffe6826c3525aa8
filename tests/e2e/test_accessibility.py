"""Every page and dialog is clean by axe, in light and in dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.client import Client
from tests.e2e.axe import faults
from tests.e2e.conftest import Open
from tests.e2e.console import HOOK, Console, post_order

Prepare = Callable[[Console], object]


def _step(console: Console) -> None:
    console.node("To canonical order").click()
    expect(console.page.get_by_role("complementary").last).to_contain_text("Expression")


def _workbench(console: Console) -> None:
    _step(console)
    console.page.get_by_role("button", name="Open with a live result").click()
    expect(console.dialog("Mapping workbench").get_by_role("heading", name="Result")).to_be_visible()


def _letters(console: Console) -> None:
    console.page.get_by_role("button", name=re.compile("^Show .* executions")).first.click()
    expect(console.page.get_by_role("table", name="Dead letters of this cause")).to_be_visible()


def _redrive(console: Console) -> None:
    console.page.get_by_role("button", name=re.compile(r"^Redrive \d+$")).first.click()
    expect(console.dialog(re.compile("Redrive"))).to_be_visible()


def _http(console: Console) -> None:
    console.page.get_by_role("combobox", name="Connector").click()
    console.page.get_by_role("option", name="REST over HTTP").click()
    expect(console.page.get_by_role("group", name="Authentication")).to_be_visible()


def _system(console: Console) -> None:
    console.page.get_by_role("button", name="New system").click()
    expect(console.dialog("New system")).to_be_visible()


def _keys(console: Console) -> None:
    console.page.get_by_role("button", name="Show the keys").click()
    expect(console.dialog(re.compile("Keys", re.IGNORECASE))).to_be_visible()


def _search(console: Console) -> None:
    console.page.keyboard.press("Control+k")
    expect(console.page.get_by_role("combobox", name=re.compile("Search"))).to_be_visible()


def _nothing(_console: Console) -> None:
    return


_PAGES: list[tuple[str, str, str, Prepare]] = [
    ("analyst", "/flows", "Flows", _nothing),
    ("analyst", "/flows/supplier-orders", "Supplier orders", _nothing),
    ("analyst", "/flows/supplier-orders", "Supplier orders", _step),
    ("analyst", "/flows/supplier-orders", "Supplier orders", _workbench),
    ("operator", "/wall", "Wall", _nothing),
    ("operator", "/executions", "Executions", _nothing),
    ("operator", "/executions", "Executions", _search),
    ("operator", "/executions", "Executions", _keys),
    ("operator", "/executions?business_key=none", "Executions", _nothing),
    ("operator", "/dead-letters", "Dead letters", _letters),
    ("operator", "/dead-letters", "Dead letters", _redrive),
    ("admin", "/connections", "Connections", _nothing),
    ("admin", "/connections", "Connections", _system),
    ("admin", "/connections/odoo", "Odoo", _nothing),
    ("admin", "/connections/new", "New connection", _http),
    ("steward", "/connections/odoo", "Odoo", _nothing),
]


@pytest.fixture(scope="module", autouse=True)
def dead_letter(client: Client) -> str:
    """There is something to show everywhere."""
    answer = client.post(HOOK, {"number": "PO-AXE-BAD", "lines": []})
    return str(answer.body["id"])


@pytest.mark.parametrize(
    ("persona", "path", "heading", "prepare"),
    _PAGES,
    ids=[f"{persona}-{path}{prepare.__name__}" for persona, path, _, prepare in _PAGES],
)
def test_pages(open_as: Open, persona: str, path: str, heading: str, prepare: Prepare) -> None:
    console = open_as(persona)
    page = console.go(path, re.compile(heading))
    _settled(page)
    prepare(console)
    assert faults(page) == []


def test_a_run(operator: Console, client: Client, dead_letter: str) -> None:
    execution = post_order(client, "PO-AXE-1")
    page = operator.go(f"/executions/{execution}", re.compile("PO-AXE-1"))
    expect(operator.node("Purchase order in Odoo").get_by_role("img", name="Succeeded")).to_be_visible()
    assert faults(page) == []
    operator.node("Webhook").click()
    expect(page.get_by_role("region", name="Message")).to_be_visible()
    page.get_by_role("button", name="Replay…").click()
    expect(operator.dialog("Replay the message?")).to_be_visible()
    assert faults(page) == []
    page = operator.go(f"/executions/{dead_letter}", re.compile("PO-AXE-BAD"))
    expect(page.get_by_role("note")).to_be_visible()
    assert faults(page) == []


def test_pages_that_have_nothing_to_show(nobody: Console, operator: Console) -> None:
    nobody.expect_refusals(401)
    nobody.page.goto("/")
    expect(nobody.page.get_by_role("form", name="Sign in")).to_be_visible()
    assert faults(nobody.page) == []
    nobody.sign_in("no-such-person-at-all", "wrong")
    expect(nobody.page.get_by_role("alert")).to_contain_text("wrong")
    assert faults(nobody.page) == []
    operator.expect_refusals(404)
    page = operator.go("/no/such/page")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    assert faults(page) == []
    page.goto("/executions/01980000-0000-7000-8000-000000000000")
    expect(page.get_by_role("heading", name="There is no such execution")).to_be_visible()
    assert faults(page) == []


def _settled(page: Page) -> None:
    """Nothing of the page is still on its way."""
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
