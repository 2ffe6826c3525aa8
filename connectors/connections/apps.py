"""Configured connections: what they point at, their sealed secrets and how they fare."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "connectors.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """An invalid folder in the catalogue, or an unusable sealing key, ends the start-up here."""
        from connectors.connections.sealing import current_key_id
        from connectors.registry import all_connectors

        all_connectors()
        current_key_id()
