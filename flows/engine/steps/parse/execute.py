"""Text to data, by the parse rules of ``flows.engine.xml`` and ``flows.engine.csv_rule``."""

from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.bodies import read_json
from flows.engine.csv_rule import CsvRule, parse_csv
from flows.engine.effects import Done, Program
from flows.engine.emptiness import EMPTY_HINT, says_nothing
from flows.engine.errors import StepFailed
from flows.engine.scope import Scope
from flows.engine.steps.interface import CompileTools
from flows.engine.xml import parse_xml


def compile_step(config: Mapping[str, JSON], tools: CompileTools) -> Program:
    """A program whose output is the input, read."""
    form = config.get("format", "auto")
    rule = _rule(config)

    def run(value: JSON, scope: Scope) -> Done:
        if form == "auto" and isinstance(value, dict | list):
            return Done(value)
        if not isinstance(value, str):
            raise _not_a_text(scope)
        return Done(_read(value, form if form != "auto" else _guess(value, scope), rule))

    return run


def csv_rule(config: Mapping[str, JSON]) -> CsvRule | None:
    """How rows are read, unless the step reads another format."""
    return _rule(config) if config.get("format", "auto") in ("auto", "csv") else None


def _rule(config: Mapping[str, JSON]) -> CsvRule:
    return CsvRule(**config.get("csv", {}))


def _not_a_text(scope: Scope) -> StepFailed:
    if says_nothing(scope.execution.document):
        return StepFailed("The input is empty, so there is nothing to parse.", hint=EMPTY_HINT)
    return StepFailed(
        "The input is not a text, so there is nothing to parse.",
        hint="Lead the trigger, or a step whose output is text, to this step.",
    )


def _read(text: str, form: str, rule: CsvRule) -> JSON:
    if form == "xml":
        return parse_xml(text)
    if form == "csv":
        return parse_csv(text.removeprefix("\ufeff"), rule)
    try:
        return read_json(text.encode())
    except UnicodeEncodeError:
        raise StepFailed("The text holds half of a character pair.") from None


def _guess(text: str, scope: Scope) -> str:
    begin = text[:200].lstrip("\ufeff \t\r\n")[:1]
    if begin == "<":
        return "xml"
    if begin in ("{", "["):
        return "json"
    if scope.execution.trigger.content_type.partition(";")[0].strip().endswith("/csv"):
        return "csv"
    raise StepFailed("The text is neither XML nor JSON.", hint="If it is CSV, say so in the step's format.")
