"""What a step kind is made of, and what it is handed when a flow is checked or compiled.

A kind is a folder: ``spec.json`` (what people see and the schema of its configuration),
``execute.py`` (``compile_step``, and where needed ``check`` and ``ports``) and ``tests/``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.catalogue import Catalogue
from flows.engine.csv_rule import CsvRule
from flows.engine.effects import Program
from flows.engine.formula import Formula
from flows.engine.nodes import Node
from flows.engine.schemas import Schema

Parts = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a step's configuration; ``parts`` leads to it from the configuration's root."""

    parts: Parts
    code: str
    message: str
    hint: str = ""
    where: Where = field(default_factory=Where)
    """Line and column inside an expression; the inner step's id inside a for-each."""


@dataclass(frozen=True, slots=True)
class CheckTools:
    """``catalogue`` is None where only the document itself is checked. ``inner`` checks a step
    that stands inside this one."""

    catalogue: Catalogue | None
    inner: Callable[[JSON], Iterator[Finding]]


class MakeFormula(Protocol):
    """Compiles an expression; ``parts`` lead to it from the configuration's root."""

    def __call__(self, source: str, *parts: str | int) -> Formula: ...


class MakeChain(Protocol):
    """Compiles the steps that stand inside this one; ``parts`` lead to them from the
    configuration's root."""

    def __call__(self, steps: Sequence[JSON], *parts: str | int) -> tuple[Node, ...]: ...


@dataclass(frozen=True, slots=True)
class CompileTools:
    """What a step's expressions and the steps inside it are compiled with."""

    formula: MakeFormula
    chain: MakeChain


class CompileStep(Protocol):
    """``execute.compile_step``: configuration in, program out. The configuration is valid."""

    def __call__(self, config: Mapping[str, JSON], tools: CompileTools) -> Program: ...


class CheckStep(Protocol):
    """``execute.check``: what the configuration's schema cannot say. The configuration may not fit the
    schema: what is absent or of another type there is passed over, for the schema tells it."""

    def __call__(self, config: Mapping[str, JSON], tools: CheckTools) -> Iterator[Finding]: ...


class ReadCsv(Protocol):
    """``execute.csv_rule``: how a step of the configuration reads CSV; None where it reads none."""

    def __call__(self, config: Mapping[str, JSON]) -> CsvRule | None: ...


@dataclass(frozen=True, slots=True)
class Port:
    """An output that edges may leave by."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class StepKind:
    """A registered kind. ``ports`` are those that every step of the kind has; ``ports_of`` adds
    those that follow from a configuration, and is None where that is too faulty to tell."""

    kind: str
    title: str
    description: str
    icon: str
    category: str
    order: int
    config_schema: Mapping[str, JSON]
    ports: tuple[Port, ...]
    inside_for_each: bool
    schema: Schema
    compile_step: CompileStep
    check: CheckStep
    ports_of: Callable[[Mapping[str, JSON]], tuple[str, ...] | None]
    csv_rule: ReadCsv
    passes_on: bool = False
    """Its output is its input."""
    separable: bool = False
    """Its program looks at nothing but its input, the document and the content type, and its effect is
    Done: it may be carried out in another process."""
    config_ports: tuple[str, ...] = ()
    """JSON paths into the configuration whose values are further ports (a branch's cases)."""

    def to_json(self) -> dict[str, JSON]:
        """The palette's entry and the form's schema, as the API answers them."""
        return {
            "kind": self.kind,
            "title": self.title,
            "description": self.description,
            "icon": self.icon,
            "category": self.category,
            "config_schema": dict(self.config_schema),
            "ports": [{"name": port.name, "title": port.title} for port in self.ports],
            "config_ports": list(self.config_ports),
            "inside_for_each": self.inside_for_each,
        }
