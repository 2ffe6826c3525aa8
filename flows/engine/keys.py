"""Keys: of calls (the same over all attempts), and of executions (read from the document)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import orjson

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.key_rules import check_key
from flows.engine.mapping import Expression, Limits, MappingError, compile_expression
from flows.engine.specs import TRIGGER_ID, KeySpec

__all__ = ["ExecutionKeys", "KeyFailed", "KeyPlan", "call_key", "check_key", "compile_keys"]

_LIMITS = Limits(seconds=0.05)
_LONGEST = 500


class KeyFailed(FairleadError):
    """An ordering or idempotency key could not be read from this document."""

    code = "key.failed"


def call_key(execution_id: str, step: str, item: int) -> str:
    """The idempotency key of a call: 32 hexadecimal digits, the same over all its attempts."""
    named = f"{execution_id}\0{step}\0{item}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class ExecutionKeys:
    """What the key expressions gave; ``""`` where there is no key."""

    ordering: str = ""
    idempotency: str = ""
    business: Mapping[str, str] = field(default_factory=dict)


_NO_KEYS = ExecutionKeys()


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """The compiled key expressions of a flow version."""

    ordering: Expression | None
    idempotency: Expression | None
    business: tuple[tuple[str, Expression], ...]

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All of them."""
        required = (self.ordering, self.idempotency)
        return (*(one for one in required if one is not None), *(one for _, one in self.business))

    def read(self, parsed: JSON) -> ExecutionKeys:
        """The keys of a document, as ``bodies.read_body`` parsed it.

        Raises:
            KeyFailed: the ordering or idempotency key does not fit the document. A business key
                that does not is left out.
        """
        if not (self.ordering or self.idempotency or self.business):
            return _NO_KEYS
        return ExecutionKeys(
            _required(self.ordering, parsed, "ordering"),
            _required(self.idempotency, parsed, "idempotency"),
            _business(self.business, parsed),
        )


def compile_keys(spec: KeySpec) -> KeyPlan:
    """The key expressions made ready; they were checked when the flow was published."""
    return KeyPlan(
        compile_expression(spec.ordering) if spec.ordering else None,
        compile_expression(spec.idempotency) if spec.idempotency else None,
        tuple((name, compile_expression(source)) for name, source in spec.business.items()),
    )


def _required(expression: Expression | None, parsed: JSON, name: str) -> str:
    if expression is None:
        return ""
    try:
        text = _text(expression.evaluate(parsed, None, _LIMITS))
    except MappingError as error:
        raise KeyFailed(
            f"The {name} key cannot be read from this document: {error.message}",
            hint="Correct the document, or the key expression of the flow.",
            where=replace(error.where, step=TRIGGER_ID, path=f"$.keys.{name}"),
        ) from None
    if len(text) > _LONGEST:
        return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return text


def _business(expressions: tuple[tuple[str, Expression], ...], parsed: JSON) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, expression in expressions:
        try:
            text = _text(expression.evaluate(parsed, None, _LIMITS))
        except MappingError:
            continue
        if text:
            found[name] = text[:_LONGEST]
    return found


def _text(value: JSON) -> str:
    """A key as text: a text itself, nothing as ``""``, anything else as compact JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and len(value) == 1:
        return _text(value[0])
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
