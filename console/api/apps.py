"""The API as a Django app: it brings the commands that work through the same use cases."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "console.api"
    label = "api"

    def ready(self) -> None:
        """Tells the connections who uses them."""
        usage = import_module("connectors.connections.facade")
        usage.register_usage(import_module("flows.facade.catalogue").users_of)
