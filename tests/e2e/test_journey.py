"""A change from the drawing board to Odoo: the analyst, a client and the operator, in one flow."""

import re

from playwright.sync_api import Locator, expect

from tests.acceptance.client import Client, odoo_records
from tests.acceptance.harness import Installation
from tests.acceptance.orders import as_json, as_xml
from tests.e2e.console import HOOK, XML, Console, post_order

_FLOW = "Supplier orders → Odoo"
_NOTE = "Read twice"


def test_from_the_drawing_board_to_odoo(
    installation: Installation, analyst: Console, operator: Console, client: Client
) -> None:
    post_order(client, "PO-JOURNEY-0")
    operator.go("/executions", "Executions")
    operator.is_live()
    expect(operator.row("PO-JOURNEY-0")).to_contain_text("Succeeded")

    version = _open_the_flow(analyst)
    _drag_in_a_step(analyst)
    _edit_the_mapping_with_a_live_result(analyst)
    _save_and_publish(analyst, version + 1)

    execution = str(client.post(HOOK, as_xml("PO-JOURNEY-1"), XML).body["id"])
    expect(operator.row("PO-JOURNEY-1")).to_contain_text("Succeeded")
    operator.row("PO-JOURNEY-1").get_by_role("link").click()
    _watch_the_run(operator, version + 1)

    for again in (as_xml("PO-JOURNEY-1"), as_json("PO-JOURNEY-1")):
        content_type = XML if isinstance(again, str) else "application/json"
        assert client.post(HOOK, again, content_type).status == 202
    page = operator.go("/executions?business_key=PO-JOURNEY-1&status=succeeded", "Executions")
    expect(page.get_by_role("table", name="Executions").get_by_role("row")).to_have_count(4)
    expect(page.locator(f'a[href="/executions/{execution}"]')).to_be_visible()
    (order,) = odoo_records(
        installation, "purchase.order", [["partner_ref", "=", "PO-JOURNEY-1"]], "partner_id", "note"
    )
    assert order["partner_id"][1] == "Meadow Medical Supplies"


def _open_the_flow(analyst: Console) -> int:
    """The number of the live version."""
    page = analyst.go("/flows", "Flows")
    page.get_by_role("link", name=_FLOW).click()
    expect(page.get_by_role("heading", name=_FLOW, level=1)).to_be_visible()
    for step in ("Webhook", "Read the order", "To canonical order", "Purchase order in Odoo"):
        expect(analyst.node(step)).to_be_visible()
    shown = page.get_by_role("toolbar", name="Designer").get_by_text(re.compile(r"^v\d+$"))
    return int(shown.inner_text().removeprefix("v"))


def _drag_in_a_step(analyst: Console) -> None:
    """From the palette onto the free canvas, then an edge from the last step to it."""
    page = analyst.page
    canvas = page.locator(".react-flow__pane")
    entry = page.get_by_role("complementary", name="Palette of steps").get_by_role("button", name="Map")
    entry.drag_to(canvas, target_position={"x": 420, "y": 560})
    panel = page.get_by_role("complementary").filter(has_text="Retries")
    expect(panel).to_be_visible()
    panel.get_by_role("textbox", name="Name").fill("Receipt")
    expect(analyst.node("Receipt")).to_be_visible()
    expression = panel.get_by_role("textbox", name="Expression")
    expression.click()
    page.keyboard.insert_text('{"receipt": $execution.id}')
    panel.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Fit View").click()
    before = page.locator(".react-flow__edge").count()
    _handle(analyst.node("Purchase order in Odoo"), "source").drag_to(
        _handle(analyst.node("Receipt"), "target")
    )
    expect(page.locator(".react-flow__edge")).to_have_count(before + 1)


def _handle(node: Locator, kind: str) -> Locator:
    return node.locator(f".react-flow__handle.{kind}").first


def _edit_the_mapping_with_a_live_result(analyst: Console) -> None:
    page = analyst.page
    analyst.node("To canonical order").click()
    page.get_by_role("button", name="Open with a live result").click()
    workbench = analyst.dialog("Mapping workbench")
    result = workbench.get_by_role("region", name="Result")
    expect(result).to_contain_text("PO-JOURNEY-0")
    analyst.expect_refusals(422)
    workbench.get_by_role("textbox", name="JSONata expression").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" ~> |$|{")
    expect(workbench.get_by_role("alert")).to_contain_text(re.compile(r"Line \d+, column \d+"))
    page.keyboard.insert_text(f'"note": "{_NOTE}"' + "}|")
    expect(workbench.get_by_role("alert")).to_have_count(0)
    expect(result).to_contain_text(_NOTE)
    expect(workbench.get_by_role("region", name="Recent messages")).to_contain_text("1 change")
    workbench.get_by_role("button", name="Done").click()


def _save_and_publish(analyst: Console, number: int) -> None:
    page = analyst.page
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("No problems")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = analyst.dialog(f"Publish version {number}")
    dialog.get_by_label("What changes").fill("Notes every order, and gives a receipt.")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"Version {number} is live.")).to_be_visible()
    expect(page.get_by_role("toolbar", name="Designer").get_by_text(f"v{number}")).to_be_visible()


def _watch_the_run(operator: Console, version: int) -> None:
    page = operator.page
    expect(page.get_by_role("heading", name=re.compile("PO-JOURNEY-1"), level=1)).to_be_visible()
    expect(page.get_by_text(f"version {version}")).to_be_visible()
    expect(operator.node("Receipt").get_by_role("img", name="Succeeded")).to_be_visible()
    operator.node("To canonical order").click()
    expect(page.get_by_role("group", name="Output")).to_contain_text(_NOTE)
    operator.node("Receipt").click()
    expect(page.get_by_role("group", name="Output")).to_contain_text("receipt")
    page.get_by_role("tab", name="Attempts (1)").click()
    expect(page.get_by_role("tabpanel")).to_contain_text(re.compile(r"#1.*Succeeded"))
