"""The arguments of a call: fixed values with expressions between them, compiled into one function."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.errors import StepFailed
from flows.engine.scope import Scope
from flows.engine.steps.expressions import EXPRESSION, is_expression, is_input
from flows.engine.steps.interface import Parts

Build = Callable[[JSON, Scope], Any]
"""Gives a value of an input and a scope: a compiled expression, or what stands in for one."""


class MakeBuild(Protocol):
    """Compiles an expression; ``parts`` lead to it from the configuration's root."""

    def __call__(self, source: str, *parts: str | int) -> Build: ...


def _input(value: JSON, scope: Scope) -> JSON:
    return value


def compile_arguments(
    template: Mapping[str, JSON], formula: MakeBuild, *parts: str | int
) -> Callable[[JSON, Scope], Mapping[str, JSON]]:
    """A function of input and scope that gives the arguments. What holds no expression is shared,
    not copied; an entry whose expression is undefined is left out. ``parts`` lead to the template."""
    built = _compile(dict(template), formula, parts)
    return built if built is not None else lambda value, scope: template


def computed_arguments(made: JSON, path: str | None) -> Mapping[str, JSON]:
    """What the expression at ``path`` made of all arguments; raises StepFailed where that is no object."""
    if not isinstance(made, dict):
        raise StepFailed(
            "The expression of the arguments did not give an object.",
            hint="It must give one object with the arguments by name.",
            where=Where(path=path),
        )
    return made


def _compile(template: JSON, formula: MakeBuild, parts: Parts) -> Build | None:
    """None where the template is fixed."""
    if is_expression(template):
        source = template[EXPRESSION]
        return _input if is_input(source) else formula(source, *parts, EXPRESSION)
    if isinstance(template, dict):
        return _object(template, formula, parts)
    if isinstance(template, list):
        return _list(template, formula, parts)
    return None


def _object(template: dict[str, JSON], formula: MakeBuild, parts: Parts) -> Build | None:
    members = [(name, value, _compile(value, formula, (*parts, name))) for name, value in template.items()]
    if all(build is None for _, _, build in members):
        return None
    fixed = {name: value for name, value, build in members if build is None}
    moving = tuple((name, build) for name, _, build in members if build is not None)

    def build_object(value: JSON, scope: Scope) -> dict[str, JSON]:
        made = fixed.copy()
        for name, build in moving:
            one = build(value, scope)
            if one is not None:
                made[name] = one
        return made

    return build_object


def _list(template: list[JSON], formula: MakeBuild, parts: Parts) -> Build | None:
    builds = [_compile(value, formula, (*parts, place)) for place, value in enumerate(template)]
    if all(build is None for build in builds):
        return None
    pairs = tuple(zip(template, builds, strict=True))

    def build_list(value: JSON, scope: Scope) -> list[JSON]:
        return [fixed if build is None else build(value, scope) for fixed, build in pairs]

    return build_list
