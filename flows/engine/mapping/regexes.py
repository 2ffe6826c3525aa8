"""Regular expressions in JavaScript's syntax that cannot run for ever.

Google's re2 matches in linear time. What it lacks, look-around and back-references, goes to the
``regex`` package under a time limit.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import re2
import regex
from jsonata.regex_engine import RegexFlags

_MAX_PATTERN_CHARS = 5_000
_BACKTRACKING = re.compile(r"\(\?<?[=!]|\\[1-9]|\\k<")
SPACE = r"\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"
_LINE_END = r"\n\r\x{2028}\x{2029}"
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|c([A-Za-z])|(.))", re.DOTALL
)
_HEX = re.compile(r"\\x\{([0-9a-f]+)\}")
_LITERALS = {"0": r"\x{0}", "v": r"\x{b}", "/": "/", "-": r"\-"}


class UnsupportedPattern(Exception):
    """The pattern is malformed, or too large to be matched safely."""


class Found(Protocol):
    """What a match must offer; ``re2`` and ``regex`` both do."""

    def start(self) -> int: ...
    def end(self) -> int: ...
    def group(self) -> str: ...
    def groups(self) -> tuple[str | None, ...]: ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled regular expression literal of a mapping."""

    source: str
    flags: str
    _matcher: Any
    backtracks: bool

    def find(self, text: str, seconds: float) -> Iterator[Found]:
        """All matches from left to right; ``TimeoutError`` when matching takes longer than ``seconds``."""
        found: Iterator[Found]
        if self.backtracks:
            found = self._matcher.finditer(text, timeout=max(seconds, 0.001))
        else:
            found = self._matcher.finditer(text)
        return found


@functools.lru_cache(maxsize=1024)
def _compile(source: str, ignore_case: bool, multiline: bool) -> Pattern:
    if len(source) > _MAX_PATTERN_CHARS:
        raise UnsupportedPattern(f"it is longer than {_MAX_PATTERN_CHARS:,} characters")
    backtracks = _BACKTRACKING.search(source.replace("\\\\", "")) is not None
    flags = ("i" if ignore_case else "") + ("m" if multiline else "")
    translated = translate(source)
    try:
        if backtracks:
            plain = _HEX.sub(lambda code: regex.escape(chr(int(code[1], 16))), translated)
            end = plain if multiline else _absolute_end(plain)
            chosen = (regex.IGNORECASE if ignore_case else 0) | (regex.MULTILINE if multiline else 0)
            return Pattern(source, flags, regex.compile(end, chosen | regex.ASCII | regex.VERSION0), True)
        prefix = f"(?{flags})" if flags else ""
        return Pattern(source, flags, re2.compile(prefix + translated, _options()), False)
    except (re2.error, regex.error, OverflowError, ValueError) as error:
        raise UnsupportedPattern(str(error)) from error


def compile_pattern(pattern: str, flags: RegexFlags) -> Pattern:
    """The ``regex_engine`` that is handed to the parser.

    Raises:
        UnsupportedPattern: with the reason, in English.
    """
    return _compile(pattern, flags.case_insensitive, flags.multiline)


def _options() -> Any:
    options = re2.Options()
    options.log_errors = False
    return options


def _absolute_end(pattern: str) -> str:
    """``$`` is the very end in JavaScript; Python's also matches before a last line break."""
    return re.sub(
        r"\\.|\[(?:\\.|[^\]\\])*\]|\$", lambda part: r"\Z" if part[0] == "$" else part[0], pattern, flags=re.S
    )


def translate(source: str) -> str:
    """JavaScript's syntax in re2's: the meaning of ``.`` and ``\\s``, and the spelling of code points."""
    out: list[str] = []
    position, in_class = 0, False
    while position < len(source):
        char = source[position]
        if char == "\\":
            escape = _ESCAPE.match(source, position)
            if escape is None:
                raise UnsupportedPattern("it ends with a backslash")
            out.append(_escape(escape, in_class))
            position = escape.end()
            continue
        position += 1
        if char == "[" and not in_class:
            in_class = True
            out.append("[")
        elif char == "[":
            out.append(r"\[")
        elif char == "]":
            in_class = False
            out.append("]")
        else:
            out.append(f"[^{_LINE_END}]" if char == "." and not in_class else char)
    return "".join(out)


def _escape(escape: re.Match[str], in_class: bool) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        return rf"\x{{{int(code, 16):x}}}"
    if escape[4]:
        return rf"\x{{{ord(escape[4].upper()) - 64:x}}}"
    letter = escape[5]
    if letter == "s":
        return SPACE if in_class else f"[{SPACE}]"
    if letter == "S" and not in_class:
        return f"[^{SPACE}]"
    if letter == "b" and in_class:
        return r"\x{8}"
    return _LITERALS.get(letter, "\\" + letter)
