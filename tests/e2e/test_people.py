"""The administrator's way: a person is made, given rights, shut out, and refused at the door."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import faults
from tests.e2e.conftest import Open
from tests.e2e.console import Console

NAME = "night-shift"


def made(admin: Console) -> str:
    """A new operator's password, as the dialog shows it once."""
    page = admin.go("/people", "People")
    page.get_by_role("button", name="New person").click()
    page.get_by_label("User name").fill(NAME)
    page.get_by_role("checkbox", name="Operator").check()
    page.get_by_role("button", name="Make the person").click()
    password = page.get_by_test_id("password").inner_text()
    assert faults(page) == []
    page.get_by_role("button", name="I have handed it on").click()
    expect(page.get_by_test_id("password")).to_have_count(0)
    return password


def row(page: Page) -> Locator:
    """The person's row."""
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=f"Actions for {NAME}"))


def choose(page: Page, deed: str) -> None:
    """By keyboard, from the person's row."""
    page.get_by_role("button", name=f"Actions for {NAME}").press("Enter")
    page.get_by_role("menuitem", name=deed).press("Enter")


def test_from_a_new_person_to_one_who_is_shut_out(admin: Console, nobody: Console) -> None:
    page, password = admin.page, made(admin)
    expect(row(page)).to_contain_text("Operator")
    nobody.sign_in(NAME, password)
    nobody.session()
    nobody.go("/executions", "Executions")
    nobody.is_live()
    choose(page, "Deactivate…")
    expect(admin.dialog(f"Deactivate {NAME}?")).to_be_visible()
    nobody.expect_refusals(401)
    page.get_by_role("button", name="Deactivate", exact=True).click()
    expect(row(page)).to_contain_text("Deactivated")
    # The live page ends by itself, and leads to the door.
    expect(nobody.page.get_by_role("form", name="Sign in")).to_be_visible()
    nobody.sign_in(NAME, password)
    expect(nobody.page.get_by_role("alert")).to_contain_text("The name or the password is wrong.")


def test_a_right_on_a_flow_is_given_where_it_is_missing(admin: Console, open_as: Open) -> None:
    page = admin.go("/flows/supplier-orders", re.compile("Supplier orders"))
    _open_rights(page)
    assert faults(page) == []
    page.get_by_role("checkbox", name="Steward: Start").press("Space")
    expect(page.get_by_role("checkbox", name="Steward: Start")).to_be_checked()
    other = open_as("steward").go("/flows/supplier-orders", re.compile("Supplier orders"))
    expect(other.get_by_role("button", name="Start", exact=True)).to_be_visible()
    _open_rights(other)
    expect(other.get_by_text("Rights are given by administrators.")).to_be_visible()
    expect(other.get_by_role("checkbox")).to_have_count(0)
    page.get_by_role("checkbox", name="Steward: Start").press("Space")
    expect(page.get_by_role("checkbox", name="Steward: Start")).not_to_be_checked()


def _open_rights(page: Page) -> None:
    page.get_by_role("toolbar", name="Designer").get_by_role("button", name="More").press("Enter")
    page.get_by_role("menuitem", name="Rights…").press("Enter")
    expect(page.get_by_role("table", name=re.compile("Rights on Supplier orders"))).to_be_visible()
