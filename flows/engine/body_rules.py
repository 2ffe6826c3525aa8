"""How a flow reads the CSV that is sent to it. The door reads it the same way, so that contract and
keys see what the flow will see."""

from collections.abc import Iterator

from flows.engine.csv_rule import COMMON, CsvRule
from flows.engine.specs import TRIGGER_ID, FlowSpec, StepSpec
from flows.engine.steps import registry


def csv_rule_of(spec: FlowSpec) -> CsvRule:
    """The rule of the first step that reads CSV among those that the body reaches as it came; comma
    and header where there is none."""
    for step in _reached(spec):
        kind = registry.by_kind()[step.kind]
        rule = kind.csv_rule(step.config)
        if rule is not None:
            return rule
    return COMMON


def _reached(spec: FlowSpec) -> Iterator[StepSpec]:
    """The steps whose input is the trigger's document, the nearest first."""
    steps = {step.id: step for step in spec.steps}
    waiting = [TRIGGER_ID]
    seen: set[str] = set()
    for source in waiting:
        for edge in spec.edges:
            if edge.source != source or edge.target in seen:
                continue
            seen.add(edge.target)
            step = steps[edge.target]
            yield step
            if registry.by_kind()[step.kind].passes_on:
                waiting.append(step.id)
