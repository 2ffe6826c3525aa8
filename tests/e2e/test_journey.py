"""A change from the drawing board to Odoo: the analyst, a client and the operator, in one flow."""

import re

from playwright.sync_api import Locator, expect

from tests.acceptance import samples
from tests.acceptance.client import Client, odoo_records
from tests.acceptance.harness import Installation
from tests.acceptance.samples import Sample
from tests.e2e.console import HOOK, XML, Console

_FLOW = "Supplier orders → Odoo"
_NOTE = "Read twice"


def test_from_the_drawing_board_to_odoo(
    installation: Installation, analyst: Console, operator: Console, client: Client
) -> None:
    order = samples.committed()
    operator.go("/executions", "Executions")
    operator.is_live()
    with operator.without_reload():
        _post(client, order.numbered("PO-JOURNEY-0"))
        expect(operator.row("PO-JOURNEY-0")).to_contain_text("Succeeded")

    version = _open_the_flow(analyst)
    _drag_in_a_step(analyst)
    _connect(analyst, "Purchase order in Odoo", "Receipt")
    _edit_the_mapping_with_a_live_result(analyst, "PO-JOURNEY-0")
    _save_and_publish(analyst, version + 1)

    with operator.without_reload():
        execution = _post(client, order.numbered("PO-JOURNEY-1"))
        expect(operator.row("PO-JOURNEY-1")).to_contain_text("Succeeded")
        operator.row("PO-JOURNEY-1").get_by_role("link").first.click()
        expect(operator.page).to_have_url(re.compile(execution))
        _look_at_the_run(operator, version + 1)
    (stored,) = odoo_records(installation, "purchase.order", [["partner_ref", "=", "PO-JOURNEY-1"]], "note")
    assert _NOTE in stored["note"]


def test_an_order_and_its_supplier_stand_in_odoo_once_however_often_it_is_posted(
    installation: Installation, operator: Console, client: Client
) -> None:
    orders = {f"PO-AGAIN-{one.name}": one for one in (samples.committed(), *samples.peppol())}
    operator.go("/executions?flow=supplier-orders", "Executions")
    operator.is_live()
    suppliers = {}
    with operator.without_reload():
        for number, sample in orders.items():
            order = sample.numbered(number)
            executions = [_post(client, order), _post(client, order)]
            assert client.post(HOOK, order.json).status == 202
            seen = client.get(f"/api/v1/executions/{executions[0]}/").body
            suppliers[number] = seen["business_keys"]["supplier"]
        for number in orders:
            expect(operator.row(number).filter(has_text="Succeeded")).to_have_count(3)
    for number, supplier in suppliers.items():
        (stored,) = odoo_records(installation, "purchase.order", [["partner_ref", "=", number]], "partner_id")
        (known,) = odoo_records(installation, "res.partner", [["ref", "=", supplier]], "name")
        assert stored["partner_id"][0] == known["id"]


def _post(client: Client, order: Sample) -> str:
    answer = client.post(HOOK, order.xml, XML)
    assert answer.status == 202, answer.body
    return str(answer.body["id"])


def _open_the_flow(analyst: Console) -> int:
    """The number of the live version."""
    page = analyst.go("/flows", "Flows")
    page.get_by_role("link", name=_FLOW, exact=True).click()
    expect(page.get_by_role("heading", name=_FLOW, level=1)).to_be_visible()
    for step in ("Webhook", "Read the order", "To canonical order", "Purchase order in Odoo"):
        expect(analyst.node(step)).to_be_visible()
    shown = page.get_by_role("toolbar", name="Designer").get_by_text(re.compile(r"^v\d+$"))
    return int(shown.inner_text().removeprefix("v"))


def _drag_in_a_step(analyst: Console) -> None:
    """From the palette onto the free part of the canvas, by the mouse."""
    page = analyst.page
    canvas = page.locator(".react-flow__pane")
    room = canvas.bounding_box()
    assert room is not None
    entry = page.get_by_role("complementary", name="Palette of steps").get_by_role("button", name="Map")
    entry.drag_to(canvas, target_position={"x": room["width"] * 0.3, "y": room["height"] * 0.8})
    panel = page.get_by_role("complementary", name="Settings")
    panel.get_by_role("textbox", name="Name").fill("Receipt")
    expect(analyst.node("Receipt")).to_be_visible()
    panel.get_by_role("textbox", name="Expression").click()
    page.keyboard.insert_text('{"receipt": $execution.id}')
    panel.get_by_role("button", name="Close the panel").click()


def _connect(analyst: Console, source: str, target: str) -> None:
    """Draws an edge by the mouse."""
    analyst.page.get_by_role("button", name="Fit View").click()
    edges = analyst.page.locator(".react-flow__edge")
    before = edges.count()
    _handle(analyst.node(source), "source").drag_to(_handle(analyst.node(target), "target"))
    expect(edges).to_have_count(before + 1)


def _handle(node: Locator, kind: str) -> Locator:
    return node.locator(f".react-flow__handle.{kind}").first


def _edit_the_mapping_with_a_live_result(analyst: Console, captured: str) -> None:
    page = analyst.page
    analyst.node("To canonical order").click()
    page.get_by_role("button", name="Open with a live result").click()
    workbench = analyst.dialog("Mapping workbench")
    result = workbench.get_by_role("region", name="Result")
    expect(result).to_contain_text(captured)
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
    expect(workbench).to_have_count(0)


def _save_and_publish(analyst: Console, number: int) -> None:
    page = analyst.page
    toolbar = page.get_by_role("toolbar", name="Designer")
    toolbar.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_text("No problems")).to_be_visible()
    toolbar.get_by_role("button", name="Publish", exact=True).click()
    dialog = analyst.dialog(f"Publish version {number}")
    expect(dialog.get_by_role("status")).to_contain_text("the mapping of To canonical order changed")
    dialog.get_by_label("Note").fill("Notes every order, and gives a receipt.")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"Version {number} is live.")).to_be_visible()
    expect(toolbar.get_by_text(f"v{number}", exact=True)).to_be_visible()


def _look_at_the_run(operator: Console, version: int) -> None:
    """Steps lit up, with input, output, attempts and timing."""
    page = operator.page
    expect(page.get_by_role("heading", name=re.compile("PO-JOURNEY-1"), level=1)).to_be_visible()
    expect(page.get_by_text(f"version {version}")).to_be_visible()
    for step in ("To canonical order", "Supplier in Odoo", "Purchase order in Odoo", "Receipt"):
        expect(operator.node(step).get_by_role("img", name="Succeeded")).to_be_visible()
    operator.node("To canonical order").click()
    expect(page.get_by_role("group", name="Output")).to_contain_text(_NOTE)
    page.get_by_role("tab", name="Input").click()
    expect(page.get_by_role("group", name="Input")).to_contain_text("Order")
    operator.node("Receipt").click()
    page.get_by_role("tab", name="Output").click()
    expect(page.get_by_role("group", name="Output")).to_contain_text("receipt")
    page.get_by_role("tab", name=re.compile(r"Attempts \(1\)")).click()
    expect(page.get_by_role("tabpanel")).to_contain_text(re.compile(r"#1.*Succeeded.*ms"))
