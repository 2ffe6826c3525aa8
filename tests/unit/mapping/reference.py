"""The reference implementation's test cases, where they are at hand."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from connectors.sdk.types import JSON
from flows.engine.mapping import Limits, MappingError

_ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("FAIRLEAD_JSONATA_SUITE", _ROOT.parent / "shared" / "jsonata-suite"))
DEVIATIONS = _ROOT / "tests" / "fixtures" / "jsonata" / "deviations.json"
ABSENT = f"The reference suite is not at {FOLDER}; FAIRLEAD_JSONATA_SUITE names another place."


@dataclass(frozen=True, slots=True)
class Case:
    """One case: an expression, its input, and the value or the error code it must give."""

    name: str
    expression: str
    data: JSON
    bindings: dict[str, JSON]
    limits: Limits
    result: JSON
    code: str | None
    unordered: bool

    def check(self, evaluate: Callable[["Case"], JSON]) -> str | None:
        """What is wrong with the outcome of ``evaluate``; ``None`` where it is as it must be."""
        try:
            value = evaluate(self)
        except MappingError as error:
            if self.code is None:
                return f"{error.code} {error.reference}: {error.message}"
            return None if error.reference == self.code else f"{error.reference} instead of {self.code}"
        if self.code is not None:
            return f"{_shown(value)} instead of {self.code}"
        same = _canonical(value, self.unordered) == _canonical(self.result, self.unordered)
        return None if same else f"{_shown(value)} instead of {_shown(self.result)}"


def _canonical(value: JSON, unordered: bool) -> bytes:
    if unordered and isinstance(value, list):
        value = sorted(value, key=lambda item: orjson.dumps(item, option=orjson.OPT_SORT_KEYS))
    return orjson.dumps(_integral(value), option=orjson.OPT_SORT_KEYS)


def _integral(value: JSON) -> JSON:
    """The suite writes some integers as 10000000.0."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return int(value)
    if isinstance(value, list):
        return [_integral(item) for item in value]
    return {key: _integral(item) for key, item in value.items()} if isinstance(value, dict) else value


def _shown(value: JSON) -> str:
    return json.dumps(value)[:120]


def cases() -> Iterator[Case]:
    """All cases of the suite."""
    datasets = json.loads((FOLDER / "datasets.json").read_text())
    for raw in json.loads((FOLDER / "cases.json").read_text()):
        yield _case(raw, datasets)


def _case(raw: dict[str, Any], datasets: dict[str, JSON]) -> Case:
    data = datasets[raw["dataset"]] if raw.get("dataset") else raw.get("data")
    error = raw.get("error")
    code = raw.get("code") or (error.get("code") if isinstance(error, dict) else error)
    return Case(
        name=f"{raw['group']}/{raw['file']}#{raw['index']}",
        expression=raw["expr"],
        data=data,
        bindings=raw.get("bindings") or {},
        # How fast the reference is says nothing of this machine; what never ends is to end in time.
        limits=Limits(seconds=raw["timelimit"] / 1000 if code and "timelimit" in raw else 120),
        result=raw.get("result"),
        code=code,
        unordered=bool(raw.get("unordered")),
    )
