"""The first case that holds."""

from collections import Counter
from collections.abc import Iterator, Mapping

from connectors.sdk.types import JSON
from flows.engine.effects import Done, Program
from flows.engine.formula import truthy
from flows.engine.scope import Scope
from flows.engine.specs import ERROR_PORT
from flows.engine.steps.interface import CheckTools, CompileTools, Finding

_OTHERWISE = "otherwise"


def ports(config: Mapping[str, JSON]) -> tuple[str, ...] | None:
    """One port for each case, and the default; None where one has no name that can be read."""
    cases = config.get("cases")
    if not isinstance(cases, list):
        return None
    names = [case.get("name") if isinstance(case, dict) else None for case in cases]
    names.append(config.get("default", _OTHERWISE))
    return None if not all(isinstance(name, str) for name in names) else tuple(map(str, names))


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program whose output is its input, by the port of the first case that holds."""
    cases = tuple(
        (case["name"], tools.formula(case["when"], "cases", place, "when"))
        for place, case in enumerate(config["cases"])
    )
    otherwise = config.get("default", _OTHERWISE)

    def run(value: JSON, scope: Scope) -> Done:
        for name, condition in cases:
            if truthy(condition(value, scope)):
                return Done(value, name)
        return Done(value, otherwise)

    return run


def check(config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    """Names that are there twice, or belong to the error port."""
    names = ports(config) or ()
    counts = Counter(names)
    for index, name in enumerate(names):
        place = ("cases", index, "name") if index < len(names) - 1 else ("default",)
        if name == ERROR_PORT:
            yield Finding(
                place,
                "branch.reserved",
                "The name error belongs to the port of a failed step.",
                "Choose another name.",
            )
        elif counts[name] > 1:
            yield Finding(
                place,
                "branch.duplicate",
                f"The branch has the port {name} twice.",
                "Give each case its own name.",
            )
