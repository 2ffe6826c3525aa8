"""A chain of steps for every item of a list; the Run carries the items through it."""

from collections.abc import Iterator, Mapping

from connectors.sdk.types import JSON
from flows.engine.checks.parts import objects, text
from flows.engine.effects import Program, Spread
from flows.engine.errors import StepFailed
from flows.engine.scope import Scope
from flows.engine.steps.interface import CheckTools, CompileTools, Finding

MAX_ITEMS = 100_000
_CONCURRENCY = 4


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that spreads the items over the chain. A single value is a list of one, nothing is
    an empty list, as JSONata has it."""
    formula = tools.formula(config["items"], "items")
    chain = tools.chain(config["do"], "do")
    concurrency = config.get("concurrency", _CONCURRENCY)
    collect = config.get("on_error", "fail") == "collect"

    def run(value: JSON, scope: Scope) -> Spread:
        items = formula(value, scope)
        if items is None:
            items = []
        elif not isinstance(items, list):
            items = [items]
        if len(items) > MAX_ITEMS:
            raise StepFailed(
                f"The list has {len(items):,} items; at most {MAX_ITEMS:,} are run in one execution.",
                hint="Send the message in parts, or publish an event for each part.",
            )
        return Spread(items, chain, concurrency, collect)

    return run


def check(config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]:
    """The steps of the chain: their ids, kinds and settings."""
    seen: set[str] = set()
    for index, step in objects(config, "do"):
        step_id = text(step, "id")
        if step_id in seen:
            yield Finding(
                ("do", index, "id"),
                "step.duplicate",
                f"The chain has the step {step_id} twice.",
                "Give each step its own id.",
            )
        seen |= {step_id} - {""}
        for finding in tools.inner(step):
            yield Finding(
                ("do", index, *finding.parts), finding.code, finding.message, finding.hint, finding.where
            )
