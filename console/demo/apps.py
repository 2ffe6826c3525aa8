"""The demonstration as a Django app: it brings the command ``demo``."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "console.demo"
    label = "demo"
