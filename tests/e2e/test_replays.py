"""A mapping that fails, its correction published, and the dead letters replayed with it: each once."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.acceptance.client import Client
from tests.e2e.console import Console
from tests.e2e.flows import publish

_NUMBERS = ("FIX-1", "FIX-2", "FIX-3")


def _document(expression: str) -> dict[str, Any]:
    return {
        "schema": "fairlead.flow/1",
        "slug": "totals",
        "name": "Totals",
        "trigger": {"kind": "webhook", "config": {}},
        "steps": [{"id": "total", "kind": "map", "name": "Total", "config": {"expression": expression}}],
        "edges": [{"from": "trigger", "to": "total"}],
        "keys": {"business": {"order": "id"}},
    }


def test_what_died_of_a_mapping_is_replayed_with_the_corrected_version(
    operator: Console, maker: Client
) -> None:
    hook = publish(maker, _document("$number(total)"))
    for number in _NUMBERS:
        assert maker.post(hook, {"id": number, "total": "12 EUR"}).status == 202
    page = operator.go("/dead-letters?flow=totals", "Dead letters")
    group = page.get_by_role("region", name=re.compile("Totals"))
    expect(group.get_by_role("button", name="Redrive 3", exact=True)).to_be_visible()

    publish(maker, _document('$number($substringBefore(total, " "))'))
    page.reload()
    group.get_by_role("button", name="Redrive 3", exact=True).click()
    dialog = operator.dialog("Redrive 3 dead letters?")
    expect(dialog.get_by_label("Replay the message on the live version")).to_be_checked()
    dialog.get_by_label("Redrive on the version it ran on").check()
    expect(dialog.get_by_role("button", name="Redrive 3")).to_be_visible()
    dialog.get_by_label("Replay the message on the live version").check()
    expect(dialog).to_contain_text("Version 2 is live.")
    dialog.get_by_role("button", name="Replay 3").dblclick()
    expect(page.get_by_text("3 replayed with the live version.")).to_be_visible()
    lately = page.get_by_role("list", name="Redriven and replayed lately")
    expect(lately).to_contain_text("3 succeeded")
    expect(group).to_have_count(0)

    page.get_by_text("Replayed", exact=True).click()
    group.get_by_role("button", name=re.compile("^Show the executions")).click()
    link = (
        group.get_by_role("row").filter(has_text="FIX-2").get_by_role("link", name=re.compile("stands for"))
    )
    link.click()
    expect(page.get_by_text("version 2")).to_be_visible()
    page.get_by_role("link", name="replay of an earlier execution").click()
    expect(page.get_by_role("link", name="replayed by a later execution")).to_be_visible()
    expect(page.get_by_role("button", name="Redrive…")).to_have_count(0)

    page = operator.go("/executions?flow=totals", "Executions")
    expect(page.get_by_role("row").filter(has_text="Succeeded")).to_have_count(3)
    expect(page.get_by_role("row").filter(has_text="Dead letter")).to_have_count(3)
