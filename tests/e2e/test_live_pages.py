"""Pages that follow by themselves: the wall, and every page after the server was away."""

from playwright.sync_api import expect

from tests.acceptance.client import Client
from tests.acceptance.harness import Installation
from tests.e2e.console import HOOK, Console, post_order


def test_the_wall_counts_along(operator: Console, client: Client) -> None:
    page = operator.go("/wall", "Wall")
    operator.is_live()
    card = page.get_by_role("article", name="Supplier orders → Odoo")
    succeeded = card.get_by_role("definition").nth(1)
    before = int(succeeded.inner_text().replace(",", ""))
    post_order(client, "PO-WALL-1")
    expect(succeeded).to_have_text(f"{before + 1:,}")
    client.post(HOOK, {"number": "PO-WALL-BAD", "lines": []})
    expect(card.get_by_text("Stopped")).to_be_visible()
    expect(page.get_by_role("article").first).to_have_accessible_name("Supplier orders → Odoo")


def test_a_page_says_when_it_is_cut_off_and_is_right_again_by_itself(
    installation: Installation, operator: Console, client: Client
) -> None:
    page = operator.go("/executions", "Executions")
    operator.is_live()
    operator.expect_refusals(502, 503)
    assert installation.command("ctl", "stop", "web").returncode == 0
    expect(page.get_by_role("status").filter(has_text="Offline")).to_be_visible()
    alone = client.at(f"http://127.0.0.1:{installation.port + 1}")
    missed = post_order(alone, "PO-CUT-1")
    assert installation.command("ctl", "start", "web").returncode == 0
    operator.is_live()
    expect(operator.row("PO-CUT-1")).to_contain_text("Succeeded")
    post_order(client, "PO-CUT-2")
    expect(operator.row("PO-CUT-2")).to_be_visible()
    expect(page.get_by_role("link", name="PO-CUT-1")).to_have_attribute("href", f"/executions/{missed}")
    operator.complaints[:] = [one for one in operator.complaints if "WebSocket" not in one]
