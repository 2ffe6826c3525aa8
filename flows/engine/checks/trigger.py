"""The trigger: its kind, and its settings by the schema of the kind."""

from collections.abc import Iterator, Mapping

from connectors.sdk.types import JSON
from flows.engine.checks.parts import from_faults, problem
from flows.engine.problems import Problem
from flows.engine.specs import TRIGGER_ID
from flows.engine.triggers import trigger_kind, trigger_kinds


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
        yield from from_faults(kind.schema.faults(config), ("trigger", "config"), TRIGGER_ID)
