"""What the schema of the settings cannot say: whether connections, operations and arguments exist and
fit together, and whether the expressions lead to the same again after an interruption."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.steps.call.check import check as check_call
from flows.engine.steps.interface import CheckTools, Finding
from flows.engine.steps.schema_setting import schema_findings

_NEEDED = {"list": (), "file": (), "pages": ("connection", "operation")}


def check(config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    """Findings of source, schema and target."""
    source: Mapping[str, Any] = config["source"]
    missing = [name for name in _NEEDED[source["kind"]] if not source.get(name)]
    for name in missing:
        text = f"A batch over {source['kind']} needs the {name} it reads from."
        yield Finding(("source", name), "batch.source", text, "Choose it.")
    if source["kind"] == "pages" and not missing:
        yield from _below("source", source, tools)
    yield from _below("target", config["target"], tools)
    if "schema" in config:
        yield from schema_findings(config["schema"])


def _below(name: str, part: Mapping[str, Any], tools: CheckTools) -> Iterator[Finding]:
    for finding in check_call(part, tools):
        yield replace(finding, parts=(name, *finding.parts))
