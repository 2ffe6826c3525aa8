"""Finds the step kinds: every folder here with a ``spec.json``. A faulty one stops the start."""

import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import orjson

from connectors.sdk.types import JSON
from flows.engine.errors import RegistryInvalid
from flows.engine.expression_formats import FORMATS
from flows.engine.schemas import Schema, SchemaInvalid, compile_schema
from flows.engine.steps.interface import CheckTools, Finding, Port, StepKind

_FOLDER = Path(__file__).parent
_SPEC = compile_schema(orjson.loads((_FOLDER / "spec.schema.json").read_bytes()))


def kinds() -> list[StepKind]:
    """All step kinds, in the order of the palette."""
    return list(by_kind().values())


def step_kind(kind: str) -> StepKind | None:
    """The kind of that name, if there is one."""
    return by_kind().get(kind)


@functools.cache
def by_kind() -> Mapping[str, StepKind]:
    """Every kind by its name.

    Raises:
        RegistryInvalid: a folder is incomplete or invalid, or a kind is there twice.
    """
    folders = sorted(path.parent for path in _FOLDER.glob("*/spec.json"))
    return collect(read_kind(folder, f"{__package__}.{folder.name}.execute") for folder in folders)


def collect(found: Iterable[StepKind]) -> Mapping[str, StepKind]:
    """The kinds by name, refusing a name that is there twice."""
    made: dict[str, StepKind] = {}
    for kind in found:
        if kind.kind in made:
            raise RegistryInvalid(
                f"The step kind {kind.kind} is there twice.", hint="Rename one of the folders."
            )
        made[kind.kind] = kind
    return MappingProxyType(dict(sorted(made.items(), key=lambda item: (item[1].order, item[0]))))


def read_kind(folder: Path, module_name: str) -> StepKind:
    """One kind from its folder.

    Raises:
        RegistryInvalid: naming the folder and what is wrong with it.
    """
    spec = _read_spec(folder)
    module = importlib.import_module(module_name)
    if not callable(getattr(module, "compile_step", None)):
        raise RegistryInvalid(f"{folder.name}/execute.py has no compile_step.")
    return StepKind(
        kind=spec["kind"],
        title=spec["title"],
        description=spec["description"],
        icon=spec["icon"],
        category=spec["category"],
        order=spec["order"],
        config_schema=MappingProxyType(spec["config"]),
        ports=tuple(Port(port["name"], port["title"]) for port in spec["ports"]),
        inside_for_each=spec.get("inside_for_each", False),
        schema=_schema(folder, spec["config"]),
        compile_step=module.compile_step,
        check=getattr(module, "check", _no_findings),
        ports_of=_ports(spec, module),
        csv_rule=getattr(module, "csv_rule", _no_csv),
        passes_on=spec.get("passes_on", False),
        separable=spec.get("separable", False),
        config_ports=tuple(spec.get("config_ports", ())),
    )


def _read_spec(folder: Path) -> dict[str, Any]:
    try:
        spec = orjson.loads((folder / "spec.json").read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise RegistryInvalid(f"{folder.name}/spec.json cannot be read: {error}") from None
    faults = _SPEC.faults(spec)
    if faults:
        listed = "; ".join(f"{fault.path} {fault.message}" for fault in faults)
        raise RegistryInvalid(f"{folder.name}/spec.json is invalid: {listed}")
    if spec["kind"] != folder.name:
        raise RegistryInvalid(f"{folder.name}/spec.json names the kind {spec['kind']}, not its folder.")
    return dict(spec)


def _schema(folder: Path, config: JSON) -> Schema:
    try:
        return compile_schema(config, FORMATS)
    except SchemaInvalid as error:
        raise RegistryInvalid(f"{folder.name}/spec.json: {error.message}") from None


def _no_findings(config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    return iter(())


def _no_csv(config: Mapping[str, JSON]) -> None:
    return None


def _ports(spec: Mapping[str, Any], module: ModuleType) -> Any:
    fixed = tuple(port["name"] for port in spec["ports"])
    further = getattr(module, "ports", None)
    if further is None:
        return lambda config: fixed

    def all_of(config: Mapping[str, JSON]) -> tuple[str, ...] | None:
        found = further(config)
        return None if found is None else (*found, *fixed)

    return all_of
