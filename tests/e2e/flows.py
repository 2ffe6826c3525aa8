"""Flows of a test's own, so that what it counts, breaks and publishes is nobody else's."""

import json
from typing import Any

from tests.acceptance.client import Client
from tests.acceptance.harness import CHECKOUT

_ORDERS = CHECKOUT / "console" / "demo" / "flows" / "supplier-orders.json"


def orders_flow(maker: Client, slug: str, name: str, **retry: float) -> str:
    """Publishes the demonstration's flow of orders once more, its calls with other retries; its hook."""
    document = json.loads(_ORDERS.read_text("utf-8"))
    for step in document["steps"]:
        if step["kind"] == "call":
            step["retry"] = {**step.get("retry", {}), **retry}
    return publish(maker, {**document, "slug": slug, "name": name})


def publish(maker: Client, document: dict[str, Any]) -> str:
    """Publishes a flow document; the address that starts it by a webhook."""
    answer = maker.post("/api/v1/flows/import/", {"definition": document, "publish": True})
    assert answer.status in {200, 201}, answer.body
    return f"/hooks/{document['slug']}"
