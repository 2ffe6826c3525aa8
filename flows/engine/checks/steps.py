"""Each step: its id, its kind, and its settings by the schema and the checks of the kind."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.catalogue import Catalogue
from flows.engine.checks.parts import Parts, from_faults, objects, problem, text
from flows.engine.checks.retries import retry_faults
from flows.engine.problems import Problem
from flows.engine.schemas.messages import json_path
from flows.engine.specs import TRIGGER_ID
from flows.engine.steps import registry
from flows.engine.steps.interface import CheckTools, Finding, StepKind


def step_problems(document: Mapping[str, JSON], catalogue: Catalogue | None) -> Iterator[Problem]:
    """Problems of the steps, in their order."""
    steps = objects(document, "steps")
    counts = Counter(text(step, "id") for _, step in steps)
    for index, step in steps:
        parts: Parts = ("steps", index)
        step_id = text(step, "id")
        if step_id == TRIGGER_ID:
            yield problem(
                "step.reserved",
                "The id trigger belongs to the trigger.",
                (*parts, "id"),
                hint="Choose another id.",
                step=step_id,
            )
        elif step_id and counts[step_id] > 1:
            yield problem(
                "step.duplicate",
                f"There are {counts[step_id]} steps with the id {step_id}.",
                (*parts, "id"),
                hint="Give each step its own id.",
                step=step_id,
            )
        if isinstance(step.get("kind"), str):
            yield from _config_problems(step, parts, step_id or None, catalogue)


def _config_problems(
    step: Mapping[str, Any], parts: Parts, step_id: str | None, catalogue: Catalogue | None
) -> Iterator[Problem]:
    kind = registry.step_kind(step["kind"])
    if kind is None:
        named = ", ".join(one.kind for one in registry.kinds())
        yield problem(
            "step.unknown_kind",
            f"There is no step kind {step['kind']}.",
            (*parts, "kind"),
            hint=f"The kinds are: {named}.",
            step=step_id,
        )
        return
    config = step.get("config", {})
    if not isinstance(config, dict):
        return
    place = (*parts, "config")
    yield from from_faults(kind.schema.faults(config), place, step_id)
    for finding in kind.check(config, CheckTools(catalogue, partial(_inner, catalogue))):
        yield _problem(finding, place, step_id)


def _problem(finding: Finding, root: Parts, step_id: str | None) -> Problem:
    inner = finding.where.step
    step = f"{step_id}.{inner}" if inner and step_id else step_id
    where = replace(finding.where, step=step, path=json_path((*root, *finding.parts)))
    return Problem(finding.code, finding.message, finding.hint, where)


def _inner(catalogue: Catalogue | None, step: Mapping[str, Any]) -> Iterator[Finding]:
    """The findings of a step that stands inside another one."""
    kind = registry.step_kind(text(step, "kind"))
    sound = kind is not None and kind.inside_for_each
    if not sound and text(step, "kind"):
        named = ", ".join(one.kind for one in registry.kinds() if one.inside_for_each)
        yield _found(
            step,
            ("kind",),
            "step.unknown_kind",
            f"The kind {step['kind']} cannot stand inside a for-each.",
            f"Possible are: {named}.",
        )
    if isinstance(step.get("retry"), dict):
        for fault in retry_faults(step["retry"]):
            yield _found(step, ("retry", *fault.parts), "schema", f"{fault.path} {fault.message}.", "")
    if kind is not None and sound:
        yield from _inner_config(step, kind, catalogue)


def _inner_config(step: Mapping[str, Any], kind: StepKind, catalogue: Catalogue | None) -> Iterator[Finding]:
    config = step.get("config", {})
    if not isinstance(config, dict):
        return
    step_id = text(step, "id") or None
    for fault in kind.schema.faults(config):
        for found in from_faults([fault], (), None):
            where = replace(found.where, step=step_id)
            yield Finding(("config", *fault.parts), found.code, found.message, found.hint, where)
    for finding in kind.check(config, CheckTools(catalogue, partial(_inner, catalogue))):
        where = replace(finding.where, step=step_id)
        yield replace(finding, parts=("config", *finding.parts), where=where)


def _found(step: Mapping[str, Any], parts: Parts, code: str, message: str, hint: str) -> Finding:
    return Finding(parts, code, message, hint, Where(step=text(step, "id") or None))
