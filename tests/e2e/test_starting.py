"""A flow is started from its page: with a file where a batch reads one, else with a message."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.console import Console

_SAMPLES = Path(__file__).parent.parent.parent / "docs" / "samples"


def test_an_uploaded_file_leads_to_its_execution(analyst: Console) -> None:
    page = analyst.go("/flows/supplier-file", "Supplier file → Odoo")
    page.get_by_role("button", name="Upload a file").click()
    dialog = analyst.dialog("Upload a file to Supplier file → Odoo")
    send = dialog.get_by_role("button", name="Upload and start")
    expect(send).to_be_disabled()
    with page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="File").click()
    chooser.value.set_files(_SAMPLES / "suppliers.csv")
    send.click()
    expect(page).to_have_url(re.compile("/executions/"))
    expect(page.get_by_role("heading", name="file suppliers.csv", level=1)).to_be_visible()
    expect(page.get_by_text("Every record has its outcome.")).to_be_visible()


def test_a_message_is_refused_with_its_reason_and_sent_when_it_is_mended(analyst: Console) -> None:
    page = analyst.go("/flows/employee-changes/use", re.compile("Employee changes"))
    page.get_by_role("button", name="Start", exact=True).click()
    dialog = analyst.dialog("Start Employee changes → Odoo")
    message = dialog.get_by_label("Message", exact=False).and_(dialog.get_by_role("textbox"))
    analyst.expect_refusals(400)
    message.fill('{"employees": [')
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("JSON")
    message.fill(json.dumps({"employees": [{"number": "E-START", "name": "Started by hand"}]}))
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("heading", name="employee E-START", level=1)).to_be_visible()
    expect(page.get_by_text("Succeeded").first).to_be_visible()
