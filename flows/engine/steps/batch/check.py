"""What the schema of the settings cannot say: whether connections, operations and arguments exist and
fit together, and whether the expressions lead to the same again after an interruption."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from connectors.sdk.types import JSON
from flows.engine.checks.parts import text
from flows.engine.steps.call.check import check as check_call
from flows.engine.steps.interface import CheckTools, Finding
from flows.engine.steps.schema_setting import schema_findings

_NEEDED = {"pages": ("connection", "operation")}


def check(config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    """Findings of source, schema and target."""
    source, target = config.get("source"), config.get("target")
    if isinstance(source, dict):
        yield from _source(source, tools)
    if isinstance(target, dict):
        yield from _below("target", target, tools)
    yield from schema_findings(config)


def _source(source: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    kind = text(source, "kind")
    for name in _NEEDED.get(kind, ()):
        if not source.get(name):
            told = f"A batch over {kind} needs the {name} it reads from."
            yield Finding(("source", name), "batch.source", told, "Choose it.")
    if kind == "pages":
        yield from _below("source", source, tools)


def _below(name: str, part: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    for finding in check_call(part, tools):
        yield replace(finding, parts=(name, *finding.parts))
