"""The arguments of a call: fixed values with expressions between them, compiled into one function."""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.scope import Scope
from flows.engine.steps.expressions import EXPRESSION, is_expression, is_input

Build = Callable[[JSON, Scope], Any]
"""Gives a value of an input and a scope: a compiled expression, or what stands in for one."""


def _input(value: JSON, scope: Scope) -> JSON:
    return value


def compile_arguments(
    template: Mapping[str, JSON], formula: Callable[[str], Build]
) -> Callable[[JSON, Scope], Mapping[str, JSON]]:
    """A function of input and scope that gives the arguments. What holds no expression is shared,
    not copied; an entry whose expression is undefined is left out."""
    built = _compile(dict(template), formula)
    return built if built is not None else lambda value, scope: template


def _compile(template: JSON, formula: Callable[[str], Build]) -> Build | None:
    """None where the template is fixed."""
    if is_expression(template):
        source = template[EXPRESSION]
        return _input if is_input(source) else formula(source)
    if isinstance(template, dict):
        return _object(template, formula)
    if isinstance(template, list):
        return _list(template, formula)
    return None


def _object(template: dict[str, JSON], formula: Callable[[str], Build]) -> Build | None:
    parts = [(name, value, _compile(value, formula)) for name, value in template.items()]
    if all(build is None for _, _, build in parts):
        return None
    fixed = {name: value for name, value, build in parts if build is None}
    moving = tuple((name, build) for name, _, build in parts if build is not None)

    def build_object(value: JSON, scope: Scope) -> dict[str, JSON]:
        made = fixed.copy()
        for name, build in moving:
            one = build(value, scope)
            if one is not None:
                made[name] = one
        return made

    return build_object


def _list(template: list[JSON], formula: Callable[[str], Build]) -> Build | None:
    builds = [_compile(value, formula) for value in template]
    if all(build is None for build in builds):
        return None
    pairs = tuple(zip(template, builds, strict=True))

    def build_list(value: JSON, scope: Scope) -> list[JSON]:
        return [fixed if build is None else build(value, scope) for fixed, build in pairs]

    return build_list
