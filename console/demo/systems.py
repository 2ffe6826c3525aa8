"""The demonstration's outside system: the sandbox Odoo and the connection to it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from connectors.connections import facade
from connectors.connections.contexts import load_context
from console.accounts.models import User

SYSTEM = "odoo-sandbox"
CONNECTION = "odoo"
DEFAULT_URL = "http://127.0.0.1:8002"


def load(administrator: User, state: Path) -> None:
    """The system and its connection, pointing at the sandbox of this installation."""
    url = os.environ.get("FAIRLEAD_SANDBOX_ODOO_URL", DEFAULT_URL)
    _load_system(administrator, [urlsplit(url).netloc])
    _load_connection(administrator, {"base_url": url}, api_key(state))


def api_key(state: Path) -> str:
    """The sandbox's key: from the environment, else as the sandbox keeps it."""
    given = os.environ.get("FAIRLEAD_SANDBOX_ODOO_KEY", "")
    if given:
        return given
    places = [state / folder / "odoo-api-key" for folder in ("sandbox-odoo", "sandbox")]
    kept = next((place for place in places if place.is_file()), None)
    return kept.read_text("utf-8").strip() if kept else ""


def _load_system(administrator: User, hosts: list[str]) -> None:
    try:
        known = facade.systems.show(administrator, SYSTEM)
    except facade.NotFound:
        facade.systems.create(
            administrator,
            SYSTEM,
            name="Odoo (sandbox)",
            kind="ERP",
            owner="Administration",
            description="An Odoo-shaped server that comes with the demonstration.",
            allowed_private_hosts=hosts,
        )
        return
    if list(known.allowed_private_hosts) != hosts:
        facade.systems.update(administrator, SYSTEM, allowed_private_hosts=hosts)


def _load_connection(administrator: User, config: dict[str, str], key: str) -> None:
    """Changes an existing connection only where the sandbox moved or has another key, since a
    change forgets what is known of the connection's health."""
    secrets = {"api_key": key} if key else {}
    try:
        known = facade.show(administrator, CONNECTION)
    except facade.NotFound:
        facade.create(
            administrator,
            slug=CONNECTION,
            name="Odoo (sandbox)",
            connector="odoo",
            system=SYSTEM,
            config=config,
            secrets=secrets,
        )
        return
    moved = known.config.get("base_url") != config["base_url"]
    if moved or (key and load_context(CONNECTION).secrets.get("api_key") != key):
        facade.update(administrator, CONNECTION, config={**known.config, **config}, secrets=secrets)
