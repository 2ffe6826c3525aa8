"""A schema made ready once and applied often."""

import time
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.schemas import formats
from flows.engine.schemas.alternatives import lacking, meant
from flows.engine.schemas.checks import schema_faults
from flows.engine.schemas.fault import Fault
from flows.engine.schemas.keywords import DEADLINE, TooMuchWork, Validator
from flows.engine.schemas.messages import json_path, words
from flows.engine.schemas.quick import Check, quick_check

_MOST = 100
_SECONDS = 1.0
_META = Draft202012Validator(Draft202012Validator.META_SCHEMA)

FormatCheck = Callable[[object], bool]


class SchemaInvalid(FairleadError):
    """The schema itself cannot be used; ``faults`` lists why."""

    code = "schema.invalid"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        first = faults[0]
        super().__init__(f"The schema cannot be used: {first.path} {first.message}.")


class SchemaEndless(FairleadError):
    """Applying the schema does not come to an end."""

    code = "schema.endless"


class Schema:
    """A compiled schema; may be shared between threads."""

    __slots__ = ("_quick", "_validator")

    def __init__(self, validator: Any, quick: Check | None) -> None:
        self._validator = validator
        self._quick = quick

    @property
    def is_quick(self) -> bool:
        """Whether a value that fits is known to in microseconds, and without following references."""
        return self._quick is not None

    def faults(self, instance: JSON, most: int = _MOST) -> tuple[Fault, ...]:
        """Every place that does not fit, at most ``most``, in the order of the document. Alternatives
        that fit nowhere count as one, and may be told as several.

        Raises:
            SchemaEndless: its references lead round in a circle, or multiply without measure.
        """
        if self._quick is not None and self._quick(instance):
            return ()
        DEADLINE.at = time.thread_time() + _SECONDS
        try:
            found = list(islice(self._validator.iter_errors(instance), most))
        except (RecursionError, TooMuchWork):
            raise SchemaEndless(
                "The schema's references lead round in a circle, or multiply without measure.",
                hint="Correct the references of the schema.",
            ) from None
        told = dict.fromkeys(_fault(leaf) for error in found for leaf in _leaves(error))
        return tuple(sorted(told, key=lambda fault: _order(fault.parts)))


def compile_schema(
    schema: JSON, extra_formats: Mapping[str, tuple[FormatCheck, type[Exception]]] | None = None
) -> Schema:
    """Make a schema ready. Nothing is ever fetched: references stay inside the schema.

    Raises:
        SchemaInvalid: it is not a schema, refers outside itself, or has a pattern that RE2 refuses.
    """
    faults = (*(_fault(error) for error in islice(_META.iter_errors(schema), _MOST)), *schema_faults(schema))
    if faults:
        raise SchemaInvalid(faults)
    checker = formats.checker()
    checker.checkers.update(extra_formats or {})
    quick = None if extra_formats else quick_check(schema)
    return Schema(Validator(schema, registry=Registry(), format_checker=checker), quick)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The errors inside the alternative that was most likely meant, or the error itself."""
    inside = meant(error) if error.validator in ("anyOf", "oneOf") and error.context else None
    if inside is None:
        yield error
        return
    for inner in inside:
        yield from _leaves(inner)


def _fault(error: ValidationError) -> Fault:
    parts = tuple(error.absolute_path)
    return Fault(parts, json_path(parts), _told(error), str(error.validator), error.cause)


def _told(error: ValidationError) -> str:
    each = lacking(error, words)
    return f"{words(error)}: {each}" if each else words(error)


def _order(parts: tuple[str | int, ...]) -> list[tuple[int, int, str]]:
    return [(0, part, "") if isinstance(part, int) else (1, 0, part) for part in parts]
