"""Where an installed package lies, without importing it."""

from importlib.util import find_spec
from pathlib import Path


def directory_of(package: str) -> Path:
    """The directory of ``package``; raises ModuleNotFoundError where it is not installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The package {package} is not installed in this environment.")
    return Path(spec.submodule_search_locations[0])
