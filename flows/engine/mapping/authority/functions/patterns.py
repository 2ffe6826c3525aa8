"""Functions that search: with a string, a regular expression or a matcher function."""

from collections.abc import Callable, Iterator
from typing import Any

from jsonata.jexception import JException

from flows.engine.mapping.authority.builtin import Implementation
from flows.engine.mapping.authority.values import is_function
from flows.engine.mapping.regexes import Pattern


def _found(run: Any, matcher: Any, subject: str) -> Iterator[dict[str, Any]]:
    """The matches of a regular expression, or of a function that behaves like one."""
    if isinstance(matcher, Pattern):
        for match in run.matches(matcher, subject):
            yield run.described(match, lambda: None)
        return
    match = run.call(matcher, subject)
    while match is not None:
        run.meter.tick()
        if not _is_match(match):
            raise JException("T1010", -1, "match")
        yield match
        match = run.call(match["next"])


def _is_match(match: Any) -> bool:
    return (
        isinstance(match, dict)
        and isinstance(match.get("match"), str)
        and isinstance(match.get("start"), int)
        and isinstance(match.get("end"), int)
        and isinstance(match.get("groups"), list)
        and is_function(match.get("next"))
    )


def contains(run: Any, subject: Any, token: Any) -> Any:
    """``$contains``."""
    if subject is None or token is None:
        return None
    if isinstance(token, str):
        return token in subject
    return next(_found(run, token, subject), None) is not None


def _limited(matches: Iterator[dict[str, Any]], limit: Any) -> Iterator[dict[str, Any]]:
    """At most ``limit`` matches; a fraction counts as one more."""
    for count, match in enumerate(matches):
        if limit is not None and count >= limit:
            return
        yield match


def match(run: Any, subject: Any, pattern: Any, limit: Any) -> Any:
    """``$match``: one object for each match."""
    if subject is None:
        return None
    if limit is not None and limit < 0:
        raise JException("D3040", -1, limit)
    matches = _limited(_found(run, pattern, subject), limit) if limit is None or limit > 0 else iter(())
    return run.flat([{"match": m["match"], "index": m["start"], "groups": m["groups"]} for m in matches])


def replace(run: Any, subject: Any, pattern: Any, replacement: Any, limit: Any) -> Any:
    """``$replace``: strings replace strings literally, ``$1`` counts only beside a regular expression."""
    if subject is None:
        return None
    if pattern == "":
        raise JException("D3010", -1)
    if limit is not None and limit < 0:
        raise JException("D3011", -1, limit)
    if pattern is None or replacement is None:
        raise JException("T0410", -1, 2 if pattern is None else 3, "replace")
    if isinstance(pattern, str):
        return _replace_text(run, subject, pattern, replacement, limit)
    parts: list[str] = []
    position = size = 0
    substitute = _substitute(run, replacement)
    for found in _limited(_found(run, pattern, subject), limit):
        new = substitute(found)
        size += len(new)
        run.meter.chars(len(new))
        parts += [subject[position : found["start"]], new]
        position = found["start"] + len(found["match"])
    run.meter.chars(size + len(subject))
    return "".join([*parts, subject[position:]])


def _replace_text(run: Any, subject: str, old: str, new: Any, limit: Any) -> str:
    if not isinstance(new, str):
        raise JException("D3012", -1)
    times = subject.count(old) if limit is None else min(subject.count(old), -int(-limit // 1))
    run.meter.chars(len(subject) + times * max(0, len(new) - len(old)))
    return subject.replace(old, new, times)


def _substitute(run: Any, replacement: Any) -> Callable[[dict[str, Any]], str]:
    if isinstance(replacement, str):
        return lambda found: _filled(replacement, found)

    def called(found: dict[str, Any]) -> str:
        new = run.call(replacement, found)
        if not isinstance(new, str):
            raise JException("D3012", -1)
        return new

    return called


def _filled(template: str, found: dict[str, Any]) -> str:
    """The template with ``$0``, ``$1``… replaced by the match and its groups, ``$$`` by a dollar."""
    parts = template.split("$")
    out = [parts[0]]
    rest = "$".join(parts[1:]) if len(parts) > 1 else None
    while rest is not None:
        value, used = _group(rest, found)
        after = rest[used:]
        text, dollar, following = after.partition("$")
        out += [value, text]
        rest = following if dollar else None
    return "".join(out)


def _group(rest: str, found: dict[str, Any]) -> tuple[str, int]:
    """What stands for ``$`` followed by ``rest``, and how much of ``rest`` it takes."""
    if rest[:1] == "$":
        return "$", 1
    if rest[:1] == "0":
        return found["match"], 1
    groups = found["groups"]
    width = len(str(len(groups)))
    digits = ""
    for char in rest[:width]:
        if char not in "0123456789":
            break
        digits += char
    if not digits:
        return "$", 0
    if len(digits) > 1 and int(digits) > len(groups):
        digits = digits[:-1]
    index = int(digits)
    group = groups[index - 1] if 0 < index <= len(groups) else ""
    return (group if isinstance(group, str) else ""), len(digits)


def split(run: Any, subject: Any, separator: Any, limit: Any) -> Any:
    """``$split``: at most ``limit`` parts."""
    if subject is None:
        return None
    if limit is not None and limit < 0:
        raise JException("D3020", -1, limit)
    if separator is None:
        raise JException("T0410", -1, 2, "split")
    if isinstance(separator, str):
        run.meter.items(len(subject) if separator == "" else subject.count(separator) + 1)
        parts = list(subject) if separator == "" else subject.split(separator)
        return parts if limit is None else parts[: int(limit)]
    parts, start, complete = [], 0, limit is None or limit > 0
    if complete:
        for found in _found(run, separator, subject):
            if limit is not None and len(parts) >= limit:
                complete = False
                break
            parts.append(subject[start : found["start"]])
            start = found["end"]
        if complete and (limit is None or len(parts) < limit):
            parts.append(subject[start:])
    return parts


FUNCTIONS: dict[str, Implementation] = {
    "contains": contains,
    "match": match,
    "replace": replace,
    "split": split,
}
