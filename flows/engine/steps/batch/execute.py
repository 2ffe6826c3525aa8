"""Many records in chunks: the Run hands the whole job to its host and waits for the summary."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.batches import BatchJob, BatchTarget, FileSource, ListSource, Source
from flows.engine.csv_rule import CsvRule
from flows.engine.effects import Bulk, Program
from flows.engine.errors import StepFailed
from flows.engine.formula import Formula
from flows.engine.schemas import compile_schema
from flows.engine.scope import Scope
from flows.engine.steps.batch.check import check
from flows.engine.steps.batch.paging import pages_source
from flows.engine.steps.call.arguments import Build, compile_arguments, computed_arguments
from flows.engine.steps.interface import CompileTools

__all__ = ["check", "compile_step", "csv_rule"]

MAX_ITEMS = 1_000_000
_WHOLE = "$"
_PATH = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program that asks for the batch."""
    source = _source(config["source"], tools)
    make = _formula(config.get("expression") or _WHOLE, tools, "expression")
    schema = compile_schema(config["schema"]) if "schema" in config else None
    target = _target(config["target"], tools)

    def run(value: JSON, scope: Scope) -> Bulk:
        apart = scope.apart()
        return Bulk(
            BatchJob(
                source=source(value, scope),
                target=target(apart),
                make=None if make is None else _maker(make, apart),
                schema=schema,
                chunk=config.get("chunk", 500),
                in_flight=config.get("in_flight", 3),
                tolerance=config.get("tolerance", 0.1),
            )
        )

    return run


def csv_rule(config: Mapping[str, JSON]) -> CsvRule | None:
    """How the rows of a file or a body are read; None for other sources and formats."""
    source = config["source"]
    if source["kind"] != "file" or source.get("format", "auto") == "json_lines":
        return None
    return _csv(source)


def _csv(source: Mapping[str, Any]) -> CsvRule:
    return CsvRule(source.get("delimiter", ","), source.get("header", True))


def _formula(text: str, tools: CompileTools, *parts: str | int) -> Formula | None:
    """None where the expression gives its input as it is."""
    return None if text.strip() == _WHOLE else tools.formula(text, *parts)


def _maker(make: Formula, scope: Scope) -> Callable[[JSON, int], JSON]:
    if not make.has_variables:
        return lambda value, number: make(value, scope)
    return lambda value, number: make(value, scope.inside(value, number))


def _source(config: Mapping[str, Any], tools: CompileTools) -> Callable[[JSON, Scope], Source]:
    if config["kind"] == "list":
        items = _items(config.get("items") or _WHOLE, tools)
        return lambda value, scope: ListSource(_list(items(value, scope)))
    if config["kind"] == "pages":
        return pages_source(config, tools)
    form = config.get("format", "auto")
    csv = _csv(config)
    return lambda value, scope: FileSource(value, form, csv.delimiter, csv.header)


def _items(text: str, tools: CompileTools) -> Build:
    """A plain path is walked without the evaluator, which would copy the whole list."""
    text = text.strip()
    if text == _WHOLE:
        return lambda value, scope: value
    formula = tools.formula(text, "source", "items")
    if not _PATH.fullmatch(text) or text in ("true", "false", "null", "and", "or", "in", "function"):
        return formula
    names = text.split(".")

    def walk(value: JSON, scope: Scope) -> JSON:
        found = value
        for name in names:
            if not isinstance(found, dict):
                return formula(value, scope)
            found = found.get(name)
        return found

    return walk


def _list(items: JSON) -> list[JSON]:
    if items is None:
        return []
    if not isinstance(items, list):
        return [items]
    if len(items) > MAX_ITEMS:
        raise StepFailed(
            f"The list has {len(items):,} items; at most {MAX_ITEMS:,} are run in one batch.",
            hint="Send the records as a file.",
        )
    return items


def _target(config: Mapping[str, Any], tools: CompileTools) -> Callable[[Scope], BatchTarget]:
    build = _arguments(config.get("arguments", {}), tools)
    read = tools.formula(config["failures"], "target", "failures") if config.get("failures") else None
    return lambda scope: BatchTarget(
        connection=config["connection"],
        operation=config["operation"],
        send=config.get("send", "auto"),
        arguments=lambda value: build(value, scope),
        failures=None if read is None else lambda value: read(value, scope),
    )


def _arguments(written: JSON, tools: CompileTools) -> Callable[[JSON, Scope], Mapping[str, JSON]]:
    if not isinstance(written, str):
        return compile_arguments(written, partial(_build, tools), "target", "arguments")
    formula = _formula(written, tools, "target", "arguments")

    def computed(value: JSON, scope: Scope) -> Mapping[str, JSON]:
        if formula is None:
            return computed_arguments(value, None)
        return computed_arguments(formula(value, scope), formula.path)

    return computed


def _build(tools: CompileTools, text: str, *parts: str | int) -> Build:
    """The whole list of a chunk need not go through the evaluator."""
    return _formula(text, tools, *parts) or (lambda value, scope: value)
