"""What the writer knows of a value while it writes the program that computes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any


class Unfit(Exception):
    """The expression is not plain: the other engines evaluate it."""


class Kind(Enum):
    """What a value is, where it is defined. A number is never beyond what doubles keep exactly."""

    ANY = auto()
    NUMBER = auto()
    TEXT = auto()
    TRUTH = auto()


@dataclass(frozen=True, slots=True)
class Value:
    """``code``: a local name of the program, or a literal. ``defined``: never undefined. ``fresh``: plain
    JSON that nothing else refers to, so it may be handed out as it is."""

    code: str
    kind: Kind = Kind.ANY
    defined: bool = False
    fresh: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it need not be looked at before it is calculated with."""
        return self.kind is Kind.NUMBER and self.defined


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: the local name of its context, that of the function which finds the
    context's members, and the variables in sight."""

    item: str
    find: str
    variables: Mapping[str, Value] = field(default_factory=dict)


def truth_of(value: Value) -> str:
    """The code of its effective boolean value."""
    if value.kind is Kind.TRUTH:
        return value.code if value.defined else f"{value.code} is True"
    return f"truth({value.code})"


def is_object(node: Any) -> bool:
    """Whether the node constructs an object."""
    return bool(node.type == "unary" and node.value == "{")


def is_array(node: Any) -> bool:
    """Whether the node constructs an array, whatever is taken of it."""
    while node.type == "binary" and node.value == "[":
        node = node.lhs
    return bool(node.type == "unary" and node.value == "[")
