"""The door: who gets in, what they see, and that nobody else sees anything."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.client import Client
from tests.acceptance.harness import Installation
from tests.e2e.conftest import Open
from tests.e2e.console import Console, post_order

_SECTIONS = {
    "admin": {
        *("Wall", "Flows", "Executions", "Dead letters"),
        *("Connections", "Systems", "Tokens", "People", "Audit"),
    },
    "analyst": {"Wall", "Flows", "Executions", "Dead letters", "Connections"},
    "client": {"Flows", "Executions"},
}
_NOT_OFFERED = {
    "admin": set[str](),
    "analyst": {"Audit", "People"},
    "client": {"Connections", "People", "Audit", "Wall"},
}


def test_wrong_passwords_are_refused_in_words_and_then_made_to_wait(nobody: Console) -> None:
    nobody.expect_refusals(401, 429)
    page = nobody.page
    for _ in range(5):
        nobody.sign_in("no-such-person", "wrong")
        expect(page.get_by_role("alert")).to_contain_text("The name or the password is wrong.")
        expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
    nobody.sign_in("no-such-person", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("Too many sign-ins failed.")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"Wait \d+ seconds"))


def test_an_address_leads_past_the_sign_in_and_back_out(nobody: Console, installation: Installation) -> None:
    page = nobody.page
    page.goto("/executions?status=dead")
    nobody.sign_in("operator", installation.credentials["operator"])
    expect(page.get_by_role("heading", name="Executions", level=1)).to_be_visible()
    expect(page.get_by_role("combobox", name="Status")).to_have_value("Dead letter")
    nobody.sign_out()
    page.go_back()
    expect(page.get_by_role("heading", name="Executions", level=1)).to_have_count(0)


def test_a_session_that_ends_elsewhere_leads_to_the_sign_in(
    nobody: Console, installation: Installation
) -> None:
    nobody.sign_in("operator", installation.credentials["operator"])
    nobody.session()
    nobody.go("/executions", "Executions")
    nobody.is_live()
    nobody.expect_refusals(401)
    # The same session, in another tab.
    other = nobody.page.context.new_page()
    other.goto("/wall")
    other.get_by_role("button", name=re.compile("Signed in as")).click()
    other.get_by_role("menuitem", name="Sign out").click()
    expect(nobody.page.get_by_role("form", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("persona", _SECTIONS)
def test_each_persona_sees_their_sections(open_as: Open, persona: str) -> None:
    console = open_as(persona)
    console.go("/")
    offered = set(console.sections())
    assert offered >= _SECTIONS[persona]
    assert offered.isdisjoint(_NOT_OFFERED[persona])


def test_an_outsider_sees_nothing(installation: Installation, nobody: Console) -> None:
    made = installation.command("manage", "user", "outsider", "--roles", "")
    assert made.returncode == 0, made.stderr
    password = made.stdout.split()[-1]
    nobody.page.goto("/")
    nobody.sign_in("outsider", password)
    page = nobody.page
    expect(page.get_by_role("heading", name="You may not see any section yet")).to_be_visible()
    expect(page.get_by_role("navigation", name="Sections").get_by_role("link")).to_have_count(0)
    for path in ("/wall", "/flows", "/executions", "/dead-letters", "/connections"):
        page.goto(path)
        expect(page.get_by_role("heading", name=re.compile("You may not see"))).to_be_visible()
        expect(page.get_by_text("Supplier orders")).to_have_count(0)


def test_a_client_sees_executions_and_may_not_operate(open_as: Open, client: Client) -> None:
    execution = post_order(client, "PO-CLIENT-1")
    console = open_as("client")
    page = console.go(f"/executions/{execution}", re.compile("PO-CLIENT-1"))
    expect(console.node("Purchase order in Odoo").get_by_role("img", name="Succeeded")).to_be_visible()
    expect(page.get_by_role("button", name="Replay…")).to_have_count(0)
    page.goto("/flows/supplier-orders")
    expect(page.get_by_text("you may look, not change")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    page.goto("/connections")
    expect(page.get_by_role("heading", name="You may not see Connections")).to_be_visible()


def test_what_is_not_there_says_so(operator: Console) -> None:
    operator.expect_refusals(404)
    page = operator.go("/no/such/page")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.goto("/executions/01980000-0000-7000-8000-000000000000")
    expect(page.get_by_role("heading", name="There is no such execution")).to_be_visible()
    page.goto("/connections/no-such-connection")
    expect(page.get_by_role("heading", name="There is no such connection")).to_be_visible()


def test_one_changes_the_own_password_and_signs_in_with_it(
    installation: Installation, nobody: Console
) -> None:
    made = installation.command("manage", "user", "newcomer", "--roles", "operator")
    assert made.returncode == 0, made.stderr
    page = nobody.page
    nobody.sign_in("newcomer", made.stdout.split()[-1])
    page.get_by_role("button", name=re.compile("Signed in as")).click()
    page.get_by_role("menuitem", name="Change password…").click()
    nobody.expect_refusals(400)
    page.get_by_label("Your password now").fill("something else")
    page.get_by_label("New password").fill("heron under a slow bridge")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is not the password that you have.")).to_be_visible()
    page.get_by_label("Your password now").fill(made.stdout.split()[-1])
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    nobody.sign_out()
    nobody.sign_in("newcomer", "heron under a slow bridge")
    expect(page.get_by_role("navigation", name="Sections")).to_be_visible()
