"""Regular expressions for the fast engine, whose ``\\d`` and ``\\w`` mean more than JavaScript's."""

import re

from flows.engine.mapping.quick.reasons import Unproven
from flows.engine.mapping.regexes import SPACE, Pattern

_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": SPACE}
_KEPT = frozenset("nrtfv\\/.*+?()[]{}|^$-")
_DOT = r"[^\n\r\x{2028}\x{2029}]"


def fast_pattern(pattern: Pattern) -> str:
    """The literal to write in place of ``pattern``.

    Raises:
        Unproven: it uses more than groups, classes, repetition and alternatives.
    """
    if pattern.backtracks or "m" in pattern.flags or "(?" in pattern.source.replace("(?:", ""):
        raise Unproven("a regular expression uses more than the fast engine is known to match alike")
    if next(pattern.find("", 1.0), None) is not None:
        raise Unproven("a regular expression matches the empty text")
    return f"/{_rewritten(pattern.source)}/{pattern.flags}"


def _rewritten(source: str) -> str:
    out: list[str] = []
    in_class = False
    for part in re.findall(r"\\.|.", source, re.DOTALL):
        if len(part) == 2:
            out.append(_escape(part[1], in_class))
        elif part == "." and not in_class:
            out.append(_DOT)
        elif in_class and part in "[&~":  # the fast engine knows nested classes and set operations
            out.append("\\" + part)
        else:
            in_class = part == "[" or (in_class and part != "]")
            out.append(part)
    return "".join(out)


def _escape(letter: str, in_class: bool) -> str:
    if letter.lower() in _CLASSES and (letter.islower() or not in_class):
        inner = _CLASSES[letter.lower()]
        return inner if in_class else f"[{'' if letter.islower() else '^'}{inner}]"
    if letter in _KEPT:
        return "\\" + letter
    raise Unproven(f"a regular expression uses \\{letter}")
