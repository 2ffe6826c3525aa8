"""Configured connections: what they point at, their sealed secrets and how they fare."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "connectors.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A folder in the catalogue that is no valid connector ends the start-up here."""
        from connectors.catalog.registry import all_connectors

        all_connectors()
