"""Configured connections: what they point at, their sealed secrets and how they fare."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "connectors.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """An invalid folder in the catalogue, or an unusable sealing key, ends the start-up here."""
        from connectors.catalog.registry import all_connectors
        from connectors.connections.sealing import current_key_id

        all_connectors()
        current_key_id()
