"""Finds the connectors: each folder of the catalog with a manifest.json is one.

Adding a connector is adding a folder. A folder that is no valid connector, or a name that stands
twice, stops the start-up with a message that says what to correct.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from connectors.sdk.errors import FairleadError
from connectors.sdk.manifest import ManifestInvalid, load_manifest
from connectors.sdk.protocol import Connector

CATALOG = Path(__file__).parent / "catalog"


class UnknownConnector(FairleadError):
    """No connector has this name."""

    code = "connector.unknown"


def connector(name: str) -> Connector:
    """The connector of this name; raises UnknownConnector."""
    found = _discovered().get(name)
    if found is None:
        raise UnknownConnector(
            f"There is no connector {name!r}.", hint=f"Choose one of: {', '.join(_discovered())}."
        )
    return found


def all_connectors() -> tuple[Connector, ...]:
    """Every connector, by name."""
    return tuple(_discovered().values())


def folder_of(name: str) -> Path:
    """The folder of the connector of this name; raises UnknownConnector."""
    return CATALOG / connector(name).manifest.name


def discover(catalog: Path, package: str) -> Mapping[str, Connector]:
    """The connectors in the folders of ``catalog``, which is the Python package ``package``."""
    found: dict[str, Connector] = {}
    for folder in sorted(path.parent for path in catalog.glob("*/manifest.json")):
        one = _load(folder, f"{package}.{folder.name}.connector")
        title = next((other for other in found.values() if other.manifest.title == one.manifest.title), None)
        if title is not None:
            raise ManifestInvalid(folder, (f"the title is that of {title.manifest.name} already",))
        found[one.manifest.name] = one
    return found


def _load(folder: Path, module_name: str) -> Connector:
    manifest = load_manifest(folder)
    module = import_module(module_name)
    factory = getattr(module, "CONNECTOR", None)
    if factory is None:
        raise ManifestInvalid(folder, ("connector.py names no class CONNECTOR",))
    made: Connector = factory(manifest)
    return made


@lru_cache(maxsize=1)
def _discovered() -> Mapping[str, Connector]:
    return discover(CATALOG, "connectors.catalog")
