"""The API as a Django app: it brings the commands that work through the same use cases."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "console.api"
    label = "api"

    def ready(self) -> None:
        """The schema's extensions register themselves when they are imported."""
        import_module("console.api.openapi")
