"""The console without a mouse: signing in, drawing a flow, publishing it, following its execution."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.acceptance.client import Client
from tests.acceptance.harness import Installation
from tests.e2e.console import Console

_MOST_TABS = 150


def test_a_flow_is_made_published_and_followed_by_keyboard(
    installation: Installation, nobody: Console, maker: Client
) -> None:
    page = nobody.page
    page.goto("/")
    _tab_to(page, page.get_by_label("User name"))
    page.keyboard.type("analyst")
    page.keyboard.press("Tab")
    page.keyboard.type(installation.credentials["analyst"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Sections")).to_be_visible()

    _create(nobody, "By keyboard")
    _add_a_step(nobody, "map", "Greeting", '{"greeting": "Hello " & name}')
    _add_a_step(nobody, "stop", "The end", "")
    _connect(nobody, "By hand", "The end")
    _publish(nobody)

    started = maker.post("/api/v1/flows/by-keyboard/executions/", {"name": "Ada"})
    assert started.status == 202, started.body
    _follow(nobody, str(started.body["id"]))


def _tab_to(page: Page, wanted: Locator) -> None:
    """Tab, until the focus is there: what cannot be reached that way is not for everybody."""
    expect(wanted).to_be_visible()
    for _ in range(_MOST_TABS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{_MOST_TABS} times Tab did not lead to {wanted}.")


def _create(console: Console, name: str) -> None:
    page = console.page
    console.press("gf", page.get_by_role("heading", name="Flows", level=1))
    _tab_to(page, page.get_by_role("button", name="New flow"))
    page.keyboard.press("Enter")
    expect(console.dialog("New flow").get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(console.node("By hand")).to_be_visible()


def _add_a_step(console: Console, kind: str, name: str, expression: str) -> None:
    page = console.page
    page.keyboard.press("a")
    search = page.get_by_role("textbox", name="Search the palette")
    expect(search).to_be_focused()
    page.keyboard.type(kind)
    page.keyboard.press("Enter")
    # The new step takes the focus.
    expect(page.locator(".react-flow__node:focus")).to_have_count(1)
    panel = page.get_by_role("complementary", name="Settings")
    name_field = panel.get_by_role("textbox", name="Name", exact=True)
    _tab_to(page, name_field)
    page.keyboard.type(name)
    expect(console.node(name)).to_be_visible()
    if expression:
        _tab_to(page, panel.get_by_role("textbox", name="Expression"))
        page.keyboard.insert_text(expression)
        # In the editor Escape would first close the names it offers.
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def _connect(console: Console, source: str, target: str) -> None:
    page = console.page
    edges = page.locator(".react-flow__edge")
    before = edges.count()
    _tab_to(page, console.node(source))
    page.keyboard.press("c")
    dialog = console.dialog(re.compile("^Connect "))
    expect(dialog.get_by_role("combobox", name="Leads to")).to_have_value(target)
    _tab_to(page, dialog.get_by_role("button", name="Connect", exact=True))
    page.keyboard.press("Enter")
    expect(edges).to_have_count(before + 1)


def _publish(console: Console) -> None:
    page = console.page
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_text("No problems")).to_be_visible()
    _tab_to(page, page.get_by_role("toolbar", name="Designer").get_by_role("button", name="Publish"))
    page.keyboard.press("Enter")
    dialog = console.dialog("Publish version 1")
    expect(dialog.get_by_label("Note")).to_be_focused()
    page.keyboard.type("Says hello.")
    _tab_to(page, dialog.get_by_role("button", name="Publish", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 1 is live.")).to_be_visible()


def _follow(console: Console, execution: str) -> None:
    """By the search, to the run, and from step to step on its graph."""
    page = console.page
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(execution)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(console.node("Greeting").get_by_role("img", name="Succeeded")).to_be_visible()
    _tab_to(page, console.node("Greeting"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Greeting", level=2)).to_be_visible()
    expect(page.get_by_role("group", name="Output")).to_contain_text("Hello Ada")
