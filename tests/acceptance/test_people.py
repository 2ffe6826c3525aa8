"""What a new installation offers its people: the sign-in it printed, and commands on the same state."""

import json
from pathlib import Path

import pytest

from console.embedded.secret_files import PERSONAS
from tests.acceptance.client import Client, client_of
from tests.acceptance.harness import Installation

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_persona_signs_in_with_what_was_printed(installation: Installation, persona: str) -> None:
    password = installation.credentials[persona]
    assert password in installation.output()
    browser = Client(installation.base_url)
    assert browser.get("/api/v1/me/").status in {401, 403}
    assert browser.sign_in(persona, password).status == 200
    assert browser.get("/api/v1/me/").body["username"] == persona


def test_a_wrong_password_is_refused(installation: Installation) -> None:
    assert Client(installation.base_url).sign_in("analyst", "not-it").status in {400, 401, 403}


def test_a_flow_travels_by_file(installation: Installation, tmp_path: Path) -> None:
    exported = installation.command("manage", "flows", "export", "supplier-orders")
    assert exported.returncode == 0, exported.stderr
    flow = {**json.loads(exported.stdout), "slug": "orders-again", "name": "Orders again"}
    (tmp_path / "flow.json").write_text(json.dumps(flow))
    imported = installation.command("manage", "flows", "import", str(tmp_path / "flow.json"), "--publish")
    assert imported.returncode == 0, imported.stderr
    seen = client_of(installation, "admin").get("/api/v1/flows/orders-again/")
    assert (seen.status, seen.body["state"]) == (200, "live")


def test_the_page_is_served_with_its_files(installation: Installation) -> None:
    page = Client(installation.base_url).get("/flows/supplier-orders")
    assert page.status == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    script = page.body.decode().partition('src="/assets/')[2].partition('"')[0]
    served = Client(installation.base_url).get(f"/assets/{script}")
    assert served.status == 200
    assert "immutable" in served.headers["cache-control"]
