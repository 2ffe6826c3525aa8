"""Connectors are found by their folders; what is wrong stops the start-up."""

import sys
from pathlib import Path

import orjson
import pytest

from connectors.registry import UnknownConnector, connector, discover
from connectors.sdk.manifest import ManifestInvalid
from tests.unit.sdk.test_manifest import manifest, write

CODE = """
from connectors.sdk.base import BaseConnector

class CONNECTOR(BaseConnector):
    def open(self, context):
        raise NotImplementedError
"""


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An importable package ``shelf`` with the connector ``ledger`` in it."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (write(shelf / "ledger", manifest()) / "connector.py").write_text(CODE)
    monkeypatch.syspath_prepend(tmp_path)
    for name in [one for one in sys.modules if one.split(".")[0] == "shelf"]:
        monkeypatch.delitem(sys.modules, name)
    return shelf


def test_a_folder_is_all_it_takes(catalog: Path) -> None:
    found = discover(catalog, "shelf")
    assert list(found) == ["ledger"]
    assert found["ledger"].batch_key("book", {}) == "book"
    assert found["ledger"].idempotency("book", {}, {}) == "by_key"


def test_a_folder_without_a_connector_stops_the_start(catalog: Path) -> None:
    (catalog / "ledger" / "connector.py").write_text("")
    with pytest.raises(ManifestInvalid, match="names no class CONNECTOR"):
        discover(catalog, "shelf")


def test_two_connectors_of_one_title_stop_the_start(catalog: Path) -> None:
    twin = write(catalog / "twin", manifest() | {"name": "twin"})
    (twin / "connector.py").write_text(CODE)
    with pytest.raises(ManifestInvalid, match="title is that of ledger"):
        discover(catalog, "shelf")


def test_an_invalid_manifest_stops_the_start(catalog: Path) -> None:
    (catalog / "ledger" / "manifest.json").write_bytes(orjson.dumps({"schema": "fairlead.connector/1"}))
    with pytest.raises(ManifestInvalid, match="lacks"):
        discover(catalog, "shelf")


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(UnknownConnector, match="'telepathy'"):
        connector("telepathy")
