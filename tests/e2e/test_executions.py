"""The operator's list and run: streaming, pausing, filtering, exporting, replaying."""

import csv
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.acceptance.client import Client
from tests.acceptance.orders import as_undated_json
from tests.e2e.console import HOOK, Console, post_order


def test_a_posted_order_appears_by_itself_and_its_status_follows(operator: Console, client: Client) -> None:
    page = operator.go("/executions", "Executions")
    operator.is_live()
    post_order(client, "PO-E2E-1")
    expect(operator.row("PO-E2E-1")).to_be_visible()
    expect(operator.row("PO-E2E-1")).to_contain_text("Succeeded")
    operator.row("PO-E2E-1").get_by_role("link").click()
    expect(page.get_by_role("heading", name=re.compile("PO-E2E-1"), level=1)).to_be_visible()


def test_a_paused_list_stands_still_and_counts_what_it_held_back(operator: Console, client: Client) -> None:
    page = operator.go("/executions", "Executions")
    operator.is_live()
    page.get_by_role("button", name="Pause").click()
    post_order(client, "PO-E2E-2")
    post_order(client, "PO-E2E-3")
    resume = page.get_by_role("button", name="Resume (2 held back)")
    expect(resume).to_be_visible()
    expect(operator.row("PO-E2E-2")).to_have_count(0)
    resume.click()
    expect(operator.row("PO-E2E-2")).to_be_visible()
    expect(operator.row("PO-E2E-3")).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_the_filter_stands_in_the_address_and_can_be_kept(operator: Console, client: Client) -> None:
    post_order(client, "PO-E2E-4")
    page = operator.go("/executions", "Executions")
    page.get_by_role("textbox", name="Business key").fill("PO-E2E-4")
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="Succeeded").click()
    expect(page).to_have_url(re.compile(r"status=succeeded&business_key_prefix=PO-E2E-4$"))
    rows = page.get_by_role("table", name="Executions").get_by_role("row")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Save this filter as").fill("The fourth")
    page.get_by_role("button", name="Save", exact=True).click()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.get_by_role("textbox", name="Business key")).to_have_value("PO-E2E-4")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_role("textbox", name="Business key")).to_have_value("")
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="The fourth", exact=True).click()
    expect(page).to_have_url(re.compile(r"status=succeeded&business_key_prefix=PO-E2E-4$"))
    expect(rows).to_have_count(2)


def test_a_business_key_is_found_by_how_it_begins(operator: Console, client: Client) -> None:
    execution = post_order(client, "BEGIN-E2E-1")
    page = operator.go("/executions?business_key=BEGIN", "Executions")
    expect(page.get_by_role("heading", name="Nothing matches the filter")).to_be_visible()
    typed = page.get_by_role("textbox", name="Business key")
    typed.fill("BE")
    expect(page).to_have_url(re.compile(r"/executions$"))
    expect(page.get_by_text("3 at least")).to_be_visible()
    expect(typed).to_have_value("BE")
    typed.fill("BEGIN-")
    expect(page).to_have_url(re.compile(r"/executions\?business_key_prefix=BEGIN-$"))
    expect(operator.row("BEGIN-E2E-1")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name=re.compile("Search")).fill("BEGIN-E")
    page.get_by_role("option", name=re.compile("BEGIN-E2E-1")).click()
    expect(page).to_have_url(re.compile(f"/executions/{execution}$"))


def test_a_filter_moves_nothing_on_a_narrow_screen(operator: Console) -> None:
    operator.page.set_viewport_size({"width": 1024, "height": 800})
    page = operator.go("/executions", "Executions")
    head = page.get_by_role("columnheader", name="Status")
    before = head.bounding_box()
    page.get_by_role("textbox", name="Business key").fill("nothing-begins-so")
    expect(page.get_by_role("heading", name="Nothing matches the filter")).to_be_visible()
    expect(page.get_by_role("button", name="Clear", exact=True)).to_be_visible()
    assert head.bounding_box() == before


def test_what_leaves_the_filter_leaves_the_list(operator: Console, client: Client) -> None:
    page = operator.go("/executions?business_key=PO-E2E-5", "Executions")
    operator.is_live()
    expect(page.get_by_role("heading", name="Nothing matches the filter")).to_be_visible()
    post_order(client, "PO-E2E-5")
    expect(operator.row("PO-E2E-5")).to_contain_text("Succeeded")
    page.goto("/executions?business_key=PO-E2E-5&status=dead")
    expect(page.get_by_role("heading", name="Nothing matches the filter")).to_be_visible()


def test_the_list_is_exported_as_it_is_filtered(operator: Console, client: Client, tmp_path: Path) -> None:
    post_order(client, "PO-E2E-6")
    page = operator.go("/executions?business_key=PO-E2E-6", "Executions")
    expect(operator.row("PO-E2E-6")).to_contain_text("Succeeded")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    download.value.save_as(tmp_path / "executions.csv")
    with (tmp_path / "executions.csv").open(newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["flow"], line["status"]) == ("supplier-orders", "succeeded")
    assert "order=PO-E2E-6" in line["business_keys"]


def test_a_run_shows_each_step_s_input_output_attempts_and_timing(operator: Console, client: Client) -> None:
    execution = post_order(client, "PO-E2E-7")
    page = operator.go(f"/executions/{execution}", re.compile("PO-E2E-7"))
    for step in ("Read the order", "To canonical order", "Supplier in Odoo", "Purchase order in Odoo"):
        expect(operator.node(step).get_by_role("img", name="Succeeded")).to_be_visible()
    operator.node("To canonical order").click()
    expect(page.get_by_role("heading", name="To canonical order", level=2)).to_be_visible()
    expect(page.get_by_role("group", name="Output")).to_contain_text("PO-E2E-7")
    page.get_by_role("tab", name="Input").click()
    expect(page.get_by_role("group", name="Input")).to_contain_text("Order")
    page.get_by_role("tab", name="Attempts (1)").click()
    expect(page.get_by_role("tabpanel")).to_contain_text(re.compile(r"#1.*Succeeded.*ms"))
    lane = page.get_by_role("list", name="Time line of the steps").get_by_role("button")
    lane.filter(has_text="Purchase order in Odoo").click()
    page.get_by_role("tab", name="Output").click()
    expect(page.get_by_role("group", name="Output")).to_contain_text("external_id")
    operator.node("Webhook").click()
    expect(page.get_by_role("region", name="Message")).to_contain_text("<cbc:ID>PO-E2E-7</cbc:ID>")


def test_the_graph_is_walked_by_keyboard(operator: Console, client: Client) -> None:
    execution = post_order(client, "PO-E2E-8")
    page = operator.go(f"/executions/{execution}", re.compile("PO-E2E-8"))
    operator.node("Check the contract").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check the contract", level=2)).to_be_visible()


def test_a_message_is_replayed_as_a_new_execution(operator: Console, client: Client) -> None:
    first = post_order(client, "PO-E2E-9")
    page = operator.go(f"/executions/{first}", re.compile("PO-E2E-9"))
    page.get_by_role("button", name="Replay…").click()
    operator.dialog("Replay the message?").get_by_role("button", name="Replay", exact=True).click()
    expect(page.get_by_role("link", name="replay of an earlier execution")).to_be_visible()
    assert first not in page.url
    expect(operator.node("Purchase order in Odoo").get_by_role("img", name="Succeeded")).to_be_visible()


def test_a_bad_message_becomes_a_dead_letter_that_says_why(operator: Console, client: Client) -> None:
    answer = client.post(HOOK, as_undated_json("PO-E2E-BAD"))
    assert answer.status == 202
    page = operator.go(f"/executions/{answer.body['id']}", re.compile("PO-E2E-BAD"))
    expect(page.get_by_text("Dead letter", exact=True)).to_be_visible()
    expect(operator.node("Check the contract").get_by_role("img", name="Dead letter")).to_be_visible()
    expect(operator.node("Supplier in Odoo").get_by_role("img", name="Skipped")).to_be_visible()
    expect(page.get_by_role("note")).to_contain_text("The input does not fit the schema")
