"""The trigger: its kind, its settings by the schema of the kind, and its contract."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.checks.parts import Parts, from_faults, problem
from flows.engine.contracts import SETTING
from flows.engine.problems import Problem
from flows.engine.specs import TRIGGER_ID
from flows.engine.steps.schema_setting import schema_findings
from flows.engine.triggers import TriggerKind, trigger_kind, trigger_kinds


def trigger_problems(document: Mapping[str, JSON]) -> Iterator[Problem]:
    """Problems of the trigger."""
    trigger = document.get("trigger")
    if not isinstance(trigger, dict) or not isinstance(trigger.get("kind"), str):
        return
    kind = trigger_kind(trigger["kind"])
    if kind is None:
        named = ", ".join(one.kind for one in trigger_kinds())
        yield problem(
            "trigger.unknown_kind",
            f"There is no trigger kind {trigger['kind']}.",
            ("trigger", "kind"),
            hint=f"The kinds are: {named}.",
            step=TRIGGER_ID,
        )
        return
    config = trigger.get("config", {})
    if isinstance(config, dict):
        yield from _config_problems(kind, config)


def _config_problems(kind: TriggerKind, config: Mapping[str, Any]) -> Iterator[Problem]:
    place: Parts = ("trigger", "config")
    yield from from_faults(kind.schema.faults(config), place, TRIGGER_ID)
    for found in schema_findings(config, SETTING):
        parts = (*place, *found.parts)
        yield problem(found.code, found.message, parts, hint=found.hint, step=TRIGGER_ID)
