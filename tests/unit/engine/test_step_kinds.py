"""Every step kind is complete: schema, palette entry, tests. And a faulty one stops the start."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from flows.engine.catalogue import Catalogue
from flows.engine.errors import RegistryInvalid
from flows.engine.mapping import MAX_SOURCE_CHARS
from flows.engine.steps import registry
from flows.engine.steps.interface import CheckTools, StepKind
from flows.engine.triggers import TriggerKind, trigger_kinds

FOLDER = Path(registry.__file__).parent
KINDS = registry.kinds()


def properties(schema: Any) -> list[tuple[str, Any]]:
    """All properties of a settings schema, at any depth."""
    found: list[tuple[str, Any]] = []
    for name, one in schema.get("properties", {}).items():
        found.append((name, one))
        found += properties(one)
        found += properties(one.get("items", {}) if isinstance(one.get("items"), dict) else {})
    return found


def test_every_folder_is_a_kind() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == {kind.kind for kind in KINDS}
    assert len(folders) > 5


def test_the_palette_has_a_place_for_each_kind() -> None:
    """Two kinds of the same order would stand there by chance."""
    orders = [kind.order for kind in KINDS]
    assert orders == sorted(set(orders))


def test_a_further_folder_is_a_further_kind(tmp_path: Path) -> None:
    folder = tmp_path / "double"
    folder.mkdir()
    spec = json.loads((FOLDER / "map" / "spec.json").read_text()) | {"kind": "double", "order": 999}
    (folder / "spec.json").write_text(json.dumps(spec))
    further = registry.read_kind(folder, "flows.engine.steps.map.execute")
    assert list(registry.collect([*KINDS, further])) == [*(kind.kind for kind in KINDS), "double"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_kind_looks_at_settings_of_any_form(kind: StepKind) -> None:
    """One that expects valid settings would keep all other problems of a flow from being told."""
    tools = CheckTools(Catalogue(), lambda step: iter(()))
    names = kind.config_schema["properties"]
    everything: tuple[Any, ...] = (None, 5, "x", [], [5], [{}], {}, {"kind": 5})
    for junk in everything:
        config = dict.fromkeys(names, junk)
        assert all(finding.message for finding in kind.check(config, tools))
        ports = kind.ports_of(config)
        assert ports is None or all(isinstance(one, str) for one in ports)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_kind_has_tests(kind: StepKind) -> None:
    text = (FOLDER / kind.kind / "tests" / f"test_{kind.kind}.py").read_text()
    assert text.count("def test_") >= 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_kind_has_a_palette_entry(kind: StepKind) -> None:
    entry = kind.to_json()
    assert all(entry[name] for name in ("kind", "title", "description", "icon", "category"))
    assert json.dumps(entry)


@pytest.mark.parametrize("kind", [*KINDS, *trigger_kinds()], ids=lambda kind: kind.kind)
def test_every_setting_can_be_shown_in_a_form(kind: StepKind | TriggerKind) -> None:
    schema = kind.config_schema
    assert schema["type"] == "object" and schema["additionalProperties"] is False
    for name, one in properties(schema):
        assert one.get("title") and one.get("description"), name
        assert "type" in one or "enum" in one or "anyOf" in one, name


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_no_setting_allows_a_longer_expression_than_can_be_compiled(kind: StepKind) -> None:
    lengths = re.findall(r'"format": ?"jsonata[^}]*"maxLength": ?(\d+)', json.dumps(dict(kind.config_schema)))
    assert all(int(one) <= MAX_SOURCE_CHARS for one in lengths)


def test_a_kind_that_is_there_twice_is_refused() -> None:
    with pytest.raises(RegistryInvalid, match="twice"):
        registry.collect([KINDS[0], KINDS[0]])


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"icon": ""},
        {"category": "misc"},
        {"config": {"type": 5, "properties": {}}},
        {"extra": 1},
    ],
)
def test_an_invalid_kind_is_refused(change: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    spec = json.loads((FOLDER / "map" / "spec.json").read_text()) | change
    (folder / "spec.json").write_text(json.dumps(spec))
    with pytest.raises(RegistryInvalid):
        registry.read_kind(folder, "flows.engine.steps.map.execute")


def test_a_kind_without_code_is_refused() -> None:
    with pytest.raises(RegistryInvalid, match="compile_step"):
        registry.read_kind(FOLDER / "map", "flows.engine.steps.interface")
