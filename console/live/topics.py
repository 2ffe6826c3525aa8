"""What a viewer can subscribe to, read from the words of the wire."""

import re
from dataclasses import dataclass
from typing import Literal, cast

TopicKind = Literal["wall", "executions", "flow", "presence", "execution"]
_FORM = re.compile(r"(wall|executions)|(flow|presence):([a-z0-9][a-z0-9-]{0,99})|execution:([0-9a-f-]{36})")


@dataclass(frozen=True, slots=True)
class Topic:
    """``name`` is the slug of a flow or the id of an execution; empty for the others."""

    kind: TopicKind
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


def read_topic(text: object) -> Topic | None:
    """The topic that ``text`` names; None where it names none."""
    match = _FORM.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    if match[1]:
        return Topic(cast(TopicKind, match[1]))
    if match[2]:
        return Topic(cast(TopicKind, match[2]), match[3])
    return Topic("execution", match[4])
