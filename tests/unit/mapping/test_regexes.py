"""Regular expressions mean what they mean in JavaScript."""

import pytest
from jsonata.regex_engine import RegexFlags

from flows.engine.mapping.regexes import UnsupportedPattern, compile_pattern


def found(pattern: str, text: str, flags: str = "") -> list[str]:
    compiled = compile_pattern(pattern, RegexFlags("i" in flags, "m" in flags))
    return [match.group() for match in compiled.find(text, 1.0)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\d+", "12 ٣ 4", ["12", "4"]),
        (r"\w+", "é_a1", ["_a1"]),
        (r"[\s,]+", "a\u00a0,\ufeffb", ["\u00a0,\ufeff"]),
        (r"\S+", "a b", ["a", "b"]),
        (r"b$", "ab\n", []),
        (r"b$(?=)", "ab\n", []),
        (r"a.c", "a\nc abc", ["abc"]),
        (r"\u0041\x42\cJ?", "AB", ["AB"]),
        (r"[a[b]+", "a[b", ["a[b"]),
        (r"\/", "a/b", ["/"]),
        (r"(a)\1", "aa a", ["aa"]),
        (r"(?<!\d)\d{2}(?!\d)", "123 45", ["45"]),
        (r"(?<year>\d{4})", "in 2024", ["2024"]),
        (r"x|^", "ax", ["", "x"]),
    ],
)
def test_meaning(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


def test_flags() -> None:
    assert found("^é", "É\né", "im") == ["É", "é"]


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "[z-a]", "(a{1000}){1000}", "a" * 6_000, "a\\"])
def test_what_cannot_be_used_says_why(pattern: str) -> None:
    with pytest.raises(UnsupportedPattern, match=r".+"):
        compile_pattern(pattern, RegexFlags())
