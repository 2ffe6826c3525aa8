"""Whether the document is plain JSON that can be kept at all. Comes first: the other checks follow
the document downwards and rely on its depth."""

from collections.abc import Iterator

from connectors.sdk.types import JSON
from flows.engine.checks.parts import Parts, problem
from flows.engine.problems import Problem

MAX_DEPTH = 100
MAX_VALUES = 200_000
_HALVES = range(0xD800, 0xE000)


def plain_problems(document: JSON) -> Iterator[Problem]:
    """The first reason why the document cannot be kept."""
    waiting: list[tuple[Parts, JSON]] = [((), document)]
    seen = 0
    while waiting:
        parts, value = waiting.pop()
        seen += 1
        if len(parts) > MAX_DEPTH:
            yield problem("document.too_deep", f"The document nests deeper than {MAX_DEPTH} levels.", ())
            return
        if seen > MAX_VALUES:
            yield problem("document.too_large", f"The document has more than {MAX_VALUES:,} values.", ())
            return
        if isinstance(value, dict):
            waiting.extend(((*parts, name), one) for name, one in value.items())
            value = "".join(value)
        elif isinstance(value, list):
            waiting.extend(((*parts, index), one) for index, one in enumerate(value))
        if _unkeepable(value):
            yield problem(
                "document.text",
                "A text holds a NUL or half of a character pair, or a number has no value.",
                parts,
                hint="Remove it.",
            )
            return


def _unkeepable(value: JSON) -> bool:
    if isinstance(value, str):
        return "\0" in value or (not value.isascii() and any(ord(char) in _HALVES for char in value))
    return isinstance(value, float) and (value != value or value in (float("inf"), float("-inf")))
