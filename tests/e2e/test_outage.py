"""A target that goes away: retries in sight, dead letters by cause, and each order once after all."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.client import Client, odoo_records
from tests.acceptance.harness import Installation
from tests.e2e.console import Console, post_order
from tests.e2e.flows import orders_flow

_NUMBERS = ("PO-OUT-1", "PO-OUT-2", "PO-OUT-3")


@pytest.fixture
def outage(installation: Installation) -> Iterator[None]:
    """The sandbox Odoo is away until the test starts it, or ends."""
    _control(installation, "stop")
    yield
    _control(installation, "start")


def _control(installation: Installation, operation: str) -> None:
    done = installation.command("ctl", operation, "sandbox-odoo")
    assert done.returncode == 0, done.stderr


def _orders(installation: Installation, number: str) -> int:
    return len(odoo_records(installation, "purchase.order", [["partner_ref", "=", number]], "id"))


def test_steps_light_up_while_one_looks(
    installation: Installation, outage: None, operator: Console, maker: Client
) -> None:
    """The calls are tried until the system is back, so that each state can be seen."""
    patience = {"max_attempts": 50, "initial_s": 3, "factor": 1, "max_s": 3}
    hook = orders_flow(maker, "patient-orders", "Patient orders", **patience)
    execution = post_order(maker, "PO-OUT-0", hook)
    page = operator.go(f"/executions/{execution}", re.compile("PO-OUT-0"))
    with operator.without_reload():
        expect(_state(operator, "Check the contract", "Succeeded")).to_be_visible()
        expect(_state(operator, "Supplier in Odoo", re.compile("Retrying|Held back"))).to_be_visible()
        expect(operator.node("Purchase order in Odoo").get_by_role("img")).to_have_count(0)
        expect(page.get_by_role("main").get_by_text("Retrying", exact=True).first).to_be_visible()
        _control(installation, "start")
        expect(_state(operator, "Supplier in Odoo", "Succeeded")).to_be_visible()
        expect(_state(operator, "Purchase order in Odoo", "Succeeded")).to_be_visible()
        expect(operator.node("Supplier in Odoo")).to_contain_text(re.compile(r"attempt \d"))
        operator.node("Supplier in Odoo").click()
        page.get_by_role("tab", name=re.compile("Attempts")).click()
        expect(page.get_by_role("tabpanel").get_by_role("listitem").first).to_contain_text(
            "does not take connections"
        )
    assert _orders(installation, "PO-OUT-0") == 1


def test_an_outage_leaves_one_group_of_dead_letters_and_a_redrive_delivers_each_once(
    installation: Installation, outage: None, operator: Console, maker: Client
) -> None:
    hook = orders_flow(maker, "hasty-orders", "Hasty orders", max_attempts=3, initial_s=4, factor=1, max_s=4)
    page = operator.go("/executions?flow=hasty-orders", "Executions")
    operator.is_live()
    with operator.without_reload():
        post_order(maker, _NUMBERS[0], hook)
        expect(operator.row(_NUMBERS[0])).to_contain_text("Retrying")
        for number in _NUMBERS[1:]:
            post_order(maker, number, hook)
        for number in _NUMBERS:
            expect(operator.row(number)).to_contain_text("Dead letter")

        operator.to_section("Dead letters")
        group = page.get_by_role("region", name=re.compile("Hasty orders"))
        expect(group).to_contain_text("does not take connections")
        redrive = group.get_by_role("button", name="Redrive 3", exact=True)
        expect(redrive).to_be_visible()
        group.get_by_role("button", name=re.compile("^Show .* executions?")).click()
        for number in _NUMBERS:
            expect(group.get_by_role("row").filter(has_text=number)).to_be_visible()

        _control(installation, "start")
        redrive.click()
        operator.dialog("Redrive 3 dead letters?").get_by_role("button", name="Redrive 3").click()
        expect(page.get_by_text("3 redriven; they go on where they stopped.")).to_be_visible()
        expect(group).to_have_count(0)
    page = operator.go("/executions?flow=hasty-orders", "Executions")
    for number in _NUMBERS:
        expect(operator.row(number)).to_contain_text("Succeeded")
    assert [_orders(installation, number) for number in _NUMBERS] == [1, 1, 1]


def _state(console: Console, step: str, state: str | re.Pattern[str]) -> Locator:
    return console.node(step).get_by_role("img", name=state)
