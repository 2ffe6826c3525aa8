"""The administrator's connections: made, refused in place, tested, changed, removed."""

import re

from playwright.sync_api import expect

from tests.acceptance.harness import Installation
from tests.e2e.conftest import Open
from tests.e2e.console import Console


def test_a_connection_s_life(admin: Console, installation: Installation) -> None:
    page = admin.go("/systems", "Systems")
    page.get_by_role("button", name="New system").click()
    form = admin.dialog("New system")
    form.get_by_label("Name", exact=False).first.fill("Warehouse")
    private = form.get_by_label("Allowed private addresses")
    private.fill(f"127.0.0.1:{installation.port + 2}")
    private.press("Enter")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table", name="Systems").get_by_role("row", name="Warehouse")).to_be_visible()

    admin.go("/connections", "Connections")
    page.get_by_role("link", name="New connection").click()
    page.get_by_role("combobox", name="Connector").click()
    page.get_by_role("option", name="REST over HTTP").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Warehouse stock")
    page.get_by_role("combobox", name="System").click()
    page.get_by_role("option", name="Warehouse").click()
    page.get_by_role("textbox", name="Address").fill("nowhere")
    expect(page.get_by_role("textbox", name="Token", exact=True)).to_have_count(0)
    page.get_by_role("combobox", name="Kind").click()
    page.get_by_role("option", name="Bearer").click()
    expect(page.get_by_role("textbox", name="Token address")).to_have_count(0)
    admin.expect_refusals(400, 422)
    page.get_by_role("button", name="Create the connection").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was saved")).to_be_visible()
    expect(page.get_by_role("textbox", name="Address")).to_be_focused()

    page.get_by_role("textbox", name="Address").fill(f"http://127.0.0.1:{installation.port + 2}")
    page.get_by_role("textbox", name="Token", exact=True).fill("a-secret-of-the-warehouse")
    page.get_by_role("button", name="Create the connection").click()
    expect(page.get_by_role("heading", name="Warehouse stock", level=1)).to_be_visible()
    expect(page.get_by_text(re.compile("Not tested by hand since"))).to_be_visible()
    token = page.get_by_role("textbox", name="Token", exact=True)
    expect(token).to_have_value("")
    expect(token).to_have_accessible_description(re.compile("^Set .*Leave empty to keep it"))

    page.get_by_role("button", name="Test now").click()
    expect(page.get_by_text("Tested just now")).to_be_visible()

    page.get_by_role("textbox", name="Name", exact=True).fill("Warehouse")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Warehouse", exact=True, level=1)).to_be_visible()
    page.get_by_role("button", name="Remove…").click()
    admin.dialog("Remove Warehouse?").get_by_role("button", name="Remove the connection").click()
    expect(page.get_by_role("heading", name="Connections", level=1)).to_be_visible()
    expect(page.get_by_role("table", name="Connections").get_by_text("Warehouse")).to_have_count(0)


def test_a_connection_in_use_is_not_removed(admin: Console) -> None:
    page = admin.go("/connections/odoo", re.compile("Odoo"))
    admin.expect_refusals(409)
    page.get_by_role("button", name="Remove…").click()
    dialog = admin.dialog(re.compile("Remove"))
    dialog.get_by_role("button", name="Remove the connection").click()
    expect(dialog.get_by_role("alert")).to_contain_text("supplier-orders")


def test_who_may_only_look_is_told_so(open_as: Open) -> None:
    steward = open_as("steward")
    page = steward.go("/connections/odoo", re.compile("Odoo"))
    expect(page.get_by_text("but not change it")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    expect(page.get_by_role("textbox", name="API key")).to_have_count(0)
