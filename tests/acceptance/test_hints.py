"""Odoo tells of a change by its own webhook, which is neither signed nor carries a token."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.client import Client, client_of, odoo_records
from tests.acceptance.harness import Installation
from tests.integration.embedded_support import eventually

pytestmark = pytest.mark.acceptance
HINTS, SETTING_UP = "odoo-hints", "odoo-hints-set-up"
_KEY = "_model & ':' & $string(_id) & ':' & write_date"


def test_a_change_in_odoo_is_read_back_once(installation: Installation, tmp_path: Path) -> None:
    admin, analyst = client_of(installation, "admin"), client_of(installation, "analyst")
    hint = {"hint": {"$expr": "$"}, "fields": ["name"]}
    _publish(
        installation, tmp_path, _flow(HINTS, "read_hint", hint, auth=["address"], keys={"idempotency": _KEY})
    )
    made = analyst.post(f"/api/v1/flows/{HINTS}/webhook-secret/", {})
    assert made.status == 201, made.body
    url = f"{installation.base_url}{made.body['secret_address']}"
    hook = {
        "model": "res.partner",
        "url": {"$expr": "url"},
        "trigger_fields": ["name"],
        "fields": ["write_date"],
    }
    _publish(installation, tmp_path, _flow(SETTING_UP, "webhooks", hook, auth=["token"]))
    started = admin.post(f"/api/v1/flows/{SETTING_UP}/executions/", {"url": url})
    assert started.status == 202, started.body
    assert eventually(lambda: _statuses(admin, SETTING_UP) == ["succeeded"]), _statuses(admin, SETTING_UP)

    (partner, *_) = odoo_records(installation, "res.partner", [], "name")
    rename = {"model": "res.partner", "id": partner["id"], "values": {"name": "Renamed"}}
    _publish(installation, tmp_path, _flow("odoo-rename", "update", rename, auth=["token"]))
    assert admin.post("/api/v1/flows/odoo-rename/executions/", {}).status == 202
    assert eventually(lambda: _statuses(admin, HINTS) == ["succeeded"]), _statuses(admin, HINTS)
    (row,) = admin.get(f"/api/v1/executions/?flow={HINTS}").body["results"]
    shown = admin.get(f"/api/v1/executions/{row['id']}/").body
    assert "Renamed" in json.dumps(shown["steps"])
    assert made.body["secret_address"].rpartition("/")[2] not in json.dumps(shown)


def _flow(
    slug: str, operation: str, arguments: dict[str, Any], *, auth: list[str], **more: Any
) -> dict[str, Any]:
    call = {"connection": "odoo", "operation": operation, "arguments": arguments}
    return {
        "schema": "fairlead.flow/1",
        "slug": slug,
        "name": slug,
        "trigger": {"kind": "webhook", "config": {"accepts": ["json"], "auth": auth}},
        "steps": [{"id": "ask", "kind": "call", "name": "Ask", "config": call}],
        "edges": [{"from": "trigger", "to": "ask"}],
        **more,
    }


def _publish(installation: Installation, folder: Path, document: dict[str, Any]) -> None:
    file = folder / f"{document['slug']}.json"
    file.write_text(json.dumps(document))
    done = installation.command("manage", "flows", "import", str(file), "--publish")
    assert done.returncode == 0, done.stderr


def _statuses(client: Client, slug: str) -> list[str]:
    return [row["status"] for row in client.get(f"/api/v1/executions/?flow={slug}").body["results"]]
