"""Pages that follow by themselves, say when they cannot, and are right again afterwards."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.acceptance.client import Client
from tests.acceptance.harness import Installation
from tests.acceptance.orders import as_undated_json
from tests.e2e.console import Console, post_order
from tests.e2e.flows import orders_flow


@pytest.fixture
def web(installation: Installation) -> Iterator[Installation]:
    """The installation, whose web process the test may stop."""
    yield installation
    assert installation.command("ctl", "start", "web").returncode == 0


def test_the_wall_counts_along_and_puts_harm_first(operator: Console, maker: Client) -> None:
    well = orders_flow(maker, "well-orders", "Orders that go well")
    ill = orders_flow(maker, "ill-orders", "Orders that go ill")
    page = operator.go("/wall", "Wall")
    operator.is_live()
    cards = page.get_by_role("article")
    with operator.without_reload():
        post_order(maker, "PO-WALL-1", well)
        assert maker.post(ill, as_undated_json("PO-WALL-BAD")).status == 202
        succeeded = page.get_by_role("article", name="Orders that go well").get_by_role("definition").nth(1)
        expect(succeeded).to_have_text("1")
        dead = page.get_by_role("article", name="Orders that go ill").get_by_role("definition").nth(2)
        expect(dead).to_have_text("1")
        names = cards.evaluate_all("found => found.map(one => one.getAttribute('aria-label'))")
        assert names.index("Orders that go ill") < names.index("Orders that go well")


def test_a_page_says_when_it_is_cut_off_and_is_right_again_by_itself(
    web: Installation, operator: Console, client: Client
) -> None:
    page = operator.go("/executions", "Executions")
    operator.is_live()
    operator.expect_refusals(502, 503)
    operator.expect_errors("WebSocket")
    with operator.without_reload():
        assert web.command("ctl", "stop", "web").returncode == 0
        expect(page.get_by_role("status").filter(has_text="Offline")).to_be_visible()
        alone = client.at(f"http://127.0.0.1:{web.port + 1}")
        missed = post_order(alone, "PO-CUT-1")
        assert web.command("ctl", "start", "web").returncode == 0
        operator.is_live()
        expect(operator.row("PO-CUT-1")).to_contain_text("Succeeded")
        post_order(client, "PO-CUT-2")
        expect(operator.row("PO-CUT-2")).to_be_visible()
        expect(page.locator(f'a[href="/executions/{missed}"]')).to_be_visible()


def test_what_cannot_be_had_says_so_and_comes_when_the_server_is_back(
    web: Installation, admin: Console, client: Client
) -> None:
    post_order(client, "PO-AWAY-1")
    page = admin.go("/executions", "Executions")
    expect(admin.row("PO-AWAY-1")).to_contain_text("Succeeded")
    admin.expect_errors("WebSocket")
    admin.expect_errors("dynamically imported module")
    admin.expect_errors("preload CSS")
    assert web.command("ctl", "stop", "web").returncode == 0
    page.get_by_role("textbox", name="Business key").fill("PO-AWAY-1")
    refused = page.get_by_role("alert").filter(has_text="could not be reached")
    expect(refused.get_by_role("button", name="Try again")).to_be_visible()
    # A section that was never opened: its part of the console is not here yet.
    page.get_by_role("heading", name="Executions", level=1).click()
    admin.press("gc", page.get_by_role("heading", name="This page could not be loaded"))
    assert web.command("ctl", "start", "web").returncode == 0
    expect(page.get_by_role("table", name="Connections")).to_be_visible()
    page.go_back()
    expect(admin.row("PO-AWAY-1")).to_contain_text("Succeeded")


def test_the_designer_keeps_what_is_unsaved_while_the_server_is_away(
    web: Installation, analyst: Console, maker: Client
) -> None:
    orders_flow(maker, "kept-orders", "Kept orders")
    page = analyst.go("/flows/kept-orders", "Kept orders")
    draft = page.get_by_role("region", name="State of the draft")
    expect(draft).to_contain_text("Saved")
    analyst.expect_errors("WebSocket")
    with analyst.without_reload():
        assert web.command("ctl", "stop", "web").returncode == 0
        analyst.node("Supplier in Odoo").click()
        page.get_by_role("textbox", name="Name", exact=True).fill("Our supplier")
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Save again once the server answers")).to_be_visible()
        expect(analyst.node("Our supplier")).to_be_visible()
        expect(page.get_by_role("alert").filter(has_text="connections could not be read")).to_be_visible()
        assert web.command("ctl", "start", "web").returncode == 0
        # What the panel lacks comes by itself; the draft is saved when the person says so.
        expect(page.get_by_role("combobox", name="Operation")).to_be_visible()
        expect(draft).to_contain_text("Unsaved changes")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(draft).to_contain_text("✓ Saved")
    page = analyst.go("/flows/kept-orders", "Kept orders")
    expect(analyst.node("Our supplier")).to_be_visible()
