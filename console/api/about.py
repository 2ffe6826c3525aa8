"""Which installation and which version this is."""

import tomllib
from functools import cache

from django.conf import settings

LABELS = {"demonstration": "Demonstration", "staging": "Staging", "production": "Production", "test": "Test"}


@cache
def version() -> str:
    """Fairlead's version, from the project's own description."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def environment() -> dict[str, str]:
    """The environment's name for programs and its label for people."""
    name: str = settings.FAIRLEAD_ENVIRONMENT
    return {"name": name, "label": LABELS.get(name, name.capitalize())}
