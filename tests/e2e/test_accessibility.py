"""Every page, panel and dialog is clean by axe, in light and in dark."""

import re
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.client import Client
from tests.acceptance.orders import as_undated_json
from tests.e2e.axe import faults
from tests.e2e.conftest import Open
from tests.e2e.console import HOOK, Console, post_order

Prepare = Callable[[Console], object]
_FLOW = "/flows/supplier-orders"


def _button(name: str | re.Pattern[str], then: str | re.Pattern[str]) -> Prepare:
    """Presses a button that opens a dialog."""

    def prepare(console: Console) -> None:
        console.page.get_by_role("button", name=name).first.click()
        expect(console.dialog(then)).to_be_visible()

    return prepare


def _step(console: Console) -> None:
    console.node("To canonical order").click()
    expect(console.page.get_by_role("complementary", name="Settings")).to_contain_text("Expression")


def _panel_closed(console: Console) -> None:
    """Beside an open panel a part of a wide graph may lie out of sight."""
    close = console.page.get_by_role("button", name="Close the panel")
    if close.count():
        close.click()
        expect(close).to_have_count(0)


def _call(console: Console) -> None:
    _panel_closed(console)
    console.node("Supplier in Odoo").click()
    expect(console.page.get_by_role("complementary", name="Settings")).to_contain_text("Retries")


def _trigger(console: Console) -> None:
    _panel_closed(console)
    console.node("Webhook").click()
    expect(console.page.get_by_role("complementary", name="Settings")).to_contain_text("Webhook")


def _workbench(console: Console) -> None:
    _step(console)
    console.page.get_by_role("button", name="Open with a live result").click()
    expect(console.dialog("Mapping workbench").get_by_role("heading", name="Result")).to_be_visible()


def _settings(console: Console) -> None:
    console.page.get_by_role("button", name="Flow settings").click()
    expect(console.page.get_by_role("complementary", name="Settings")).to_be_visible()


def _cause(console: Console) -> None:
    """The page of one cause."""
    console.page.get_by_role("link", name=re.compile("does not fit the schema")).first.click()
    expect(
        console.page.get_by_role("heading", name=re.compile("dead letter.*schema"), level=1)
    ).to_be_visible()
    _settled(console.page)


def _letters(console: Console) -> None:
    console.page.get_by_role("button", name=re.compile("^Show .* executions?")).first.click()
    expect(console.page.get_by_role("table", name="Dead letters of this cause")).to_be_visible()


def _http(console: Console) -> None:
    console.page.get_by_role("combobox", name="Connector").click()
    console.page.get_by_role("option", name="REST over HTTP").click()
    expect(console.page.get_by_role("group", name="Authentication")).to_be_visible()


def _search(console: Console) -> None:
    console.page.keyboard.press("Control+k")
    expect(console.page.get_by_role("combobox", name=re.compile("Search"))).to_be_visible()


def _nothing(_console: Console) -> None:
    return


_PAGES: dict[str, Sequence[tuple[str, str, Prepare]]] = {
    "analyst": [
        ("/flows", "Flows", _nothing),
        ("/flows", "Flows", _button("New flow", "New flow")),
        ("/flows", "Flows", _button("Import", "Import a flow")),
        (_FLOW, "Supplier orders", _nothing),
        (_FLOW, "Supplier orders", _step),
        (_FLOW, "Supplier orders", _call),
        (_FLOW, "Supplier orders", _trigger),
        (_FLOW, "Supplier orders", _settings),
        (_FLOW, "Supplier orders", _button("Versions", re.compile("Versions"))),
        (_FLOW, "Supplier orders", _workbench),
        (f"{_FLOW}/versions/1", "Supplier orders", _nothing),
        (f"{_FLOW}/use", "Supplier orders", _nothing),
        (f"{_FLOW}/use", "Supplier orders", _button("Start", "Start Supplier orders → Odoo")),
        ("/flows/supplier-file", "Supplier file", _button("Upload a file", re.compile("Upload a file"))),
    ],
    "operator": [
        ("/wall", "Wall", _nothing),
        ("/executions", "Executions", _nothing),
        ("/executions", "Executions", _search),
        ("/executions", "Executions", _button("Show the keys", re.compile("Keys"))),
        ("/executions?business_key=none", "Executions", _nothing),
        ("/dead-letters", "Dead letters", _letters),
        ("/dead-letters", "Dead letters", _button(re.compile(r"^Redrive \d+$"), re.compile("Redrive"))),
        ("/dead-letters", "Dead letters", _cause),
    ],
    "admin": [
        ("/connections", "Connections", _nothing),
        ("/connections/odoo", "Odoo", _nothing),
        ("/connections/new", "New connection", _http),
        ("/systems", "Systems", _nothing),
        ("/systems", "Systems", _button("New system", "New system")),
        ("/tokens", "Tokens", _nothing),
        ("/tokens", "Tokens", _button("New token", "New token")),
        ("/people", "People", _nothing),
        ("/people", "People", _button("New person", "New person")),
        ("/connections/odoo", "Odoo", _button("Rights…", re.compile("Rights on Odoo"))),
        ("/audit", "Audit", _nothing),
    ],
    "steward": [
        ("/connections/odoo", "Odoo", _nothing),
        (_FLOW, "Supplier orders", _nothing),
    ],
}


@pytest.fixture(scope="module", autouse=True)
def dead_letter(client: Client) -> str:
    """There is something to show everywhere."""
    post_order(client, "PO-AXE-0")
    answer = client.post(HOOK, as_undated_json("PO-AXE-BAD"))
    return str(answer.body["id"])


@pytest.mark.parametrize("persona", _PAGES)
def test_pages(open_as: Open, persona: str) -> None:
    console = open_as(persona)
    page = console.page
    found: list[str] = []
    for path, heading, prepare in _PAGES[persona]:
        if page.url.endswith(path):
            _close_what_is_open(page)
        else:
            console.go(path, re.compile(heading))
            _settled(page)
        prepare(console)
        found += [f"{page.url}, {prepare.__name__}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


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


def _close_what_is_open(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    if dialog.count() > 0:
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def _settled(page: Page) -> None:
    """Nothing of the page is still on its way."""
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
